import { ensurePackages } from './debian.mjs';

/**
 * Makes sure that Debian's Emacs is there, with Eglot and the mode for YAML.
 * @returns {string} the program
 */
export function installEmacs() {
  const program = '/usr/bin/emacs';
  ensurePackages({
    purpose: 'Testing in Emacs',
    // The folders of the add-ons have versions in their names; the ones of their documentation do not.
    files: [program, '/usr/share/doc/elpa-eglot', '/usr/share/doc/elpa-yaml-mode'],
    packages: ['emacs-nox', 'elpa-eglot', 'elpa-yaml-mode'],
  });
  return program;
}
