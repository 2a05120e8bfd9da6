import { ensurePackages } from './debian.mjs';

/**
 * Makes sure that Debian's Neovim is there.
 * @returns {string} the program
 */
export function installNeovim() {
  const program = '/usr/bin/nvim';
  ensurePackages({ purpose: 'Testing in Neovim', files: [program], packages: ['neovim'] });
  return program;
}
