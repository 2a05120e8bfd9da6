import { useCompileCache } from './compile-cache';

declare const __VERSION__: string;

// The commands are in a bundle of their own, which is read only if one runs.
if (process.argv[2] === '--version') process.stdout.write(`${__VERSION__}\n`);
else {
  useCompileCache();
  void import('./cli/run.js');
}
