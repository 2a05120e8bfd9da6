import { resolve } from 'node:path';
import type { Command } from '../measure/process';

/** Our command line, as it is shipped, on the files below a path. It never fails for what it finds. */
export function checking(path: string, words: readonly string[]): Command {
  const check = ['check', path, '--no-ignore', '--fail-on', 'never', ...words];
  return { words: [process.execPath, resolve('dist/cli.js'), ...check] };
}

export function gates(path: string, words: readonly string[]): Command {
  return { words: [process.execPath, resolve('dist/cli.js'), 'gates', path, '--no-ignore', ...words] };
}

/** A script of ours that does one thing with another package. */
export function script(name: string, ...words: string[]): Command {
  return { words: [process.execPath, resolve('test/bench/programs', `${name}.mjs`), ...words] };
}
