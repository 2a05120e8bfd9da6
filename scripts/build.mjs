// Bundles the extension, the language server and the command line into dist/.
import { chmod, readFile, rm } from 'node:fs/promises';
import { build } from 'esbuild';
import { lazyPackages, loadsLazily } from './lazy-modules.mjs';

const { version, homepage = '' } = JSON.parse(await readFile('package.json', 'utf8'));
const define = { __VERSION__: JSON.stringify(version), __HOMEPAGE__: JSON.stringify(homepage) };
const shared = { bundle: true, define, minify: true, sourcemap: 'linked', logLevel: 'warning', target: 'es2022' };
const node = { ...shared, platform: 'node', format: 'cjs', target: 'node20' };
const browser = { ...shared, platform: 'browser', conditions: ['browser'] };
const executable = { ...node, banner: { js: '#!/usr/bin/env node' } };

await rm('dist', { recursive: true, force: true });
await Promise.all([
  build({ ...node, entryPoints: { extension: 'client/src/extension.ts' }, outdir: 'dist', external: ['vscode'] }),
  // The command line starts with a small file; the bundle that it loads can come from the compile cache.
  build({
    ...executable,
    entryPoints: { cli: 'server/src/cli.ts' },
    outdir: 'dist',
    external: ['./cli/run.js'],
    // Node loads a module faster by `require`.
    supported: { 'dynamic-import': false },
  }),
  build({
    ...node,
    entryPoints: { 'cli/run': 'server/src/cli/run.ts' },
    outdir: 'dist',
    plugins: [loadsLazily('../packages')],
  }),
  build({
    ...executable,
    entryPoints: { server: 'server/src/node.ts' },
    outdir: 'dist',
    plugins: [loadsLazily('./packages')],
  }),
  build({ ...node, entryPoints: lazyPackages, outdir: 'dist/packages' }),
  build({
    ...browser,
    entryPoints: { extension: 'client/src/browser.ts' },
    outdir: 'dist/browser',
    format: 'cjs',
    external: ['vscode'],
  }),
  build({ ...browser, entryPoints: { server: 'server/src/browser.ts' }, outdir: 'dist/browser', format: 'iife' }),
]);
await Promise.all(['dist/server.js', 'dist/cli.js'].map((file) => chmod(file, 0o755)));
