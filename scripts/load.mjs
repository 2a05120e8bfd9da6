import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { build } from 'esbuild';

/** Runs a TypeScript module of the project, and returns its exports. */
export async function load(entry) {
  const outfile = resolve('out/scripts', entry.replace(/\W+/g, '-').concat('.cjs'));
  await build({ entryPoints: [entry], bundle: true, platform: 'node', format: 'cjs', outfile, logLevel: 'warning' });
  return createRequire(import.meta.url)(outfile);
}
