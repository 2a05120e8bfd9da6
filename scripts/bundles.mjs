// The bundles of dist/, for those who build them and for those who ask what is in them.
import { readFile } from 'node:fs/promises';
import { lazyPackages, loadsLazily } from './lazy-modules.mjs';

/** The options of esbuild for each bundle. */
export async function bundles() {
  const { version, homepage = '' } = JSON.parse(await readFile('package.json', 'utf8'));
  const define = { __VERSION__: JSON.stringify(version), __HOMEPAGE__: JSON.stringify(homepage) };
  const shared = { bundle: true, define, minify: true, sourcemap: 'linked', logLevel: 'warning', target: 'es2022' };
  const node = { ...shared, platform: 'node', format: 'cjs', target: 'node20', outdir: 'dist' };
  const browser = { ...shared, platform: 'browser', conditions: ['browser'], outdir: 'dist/browser' };
  const executable = { ...node, banner: { js: '#!/usr/bin/env node' } };
  return [
    { ...node, entryPoints: { extension: 'client/src/extension.ts' }, external: ['vscode'] },
    { ...node, entryPoints: { terminal: 'client/src/terminal.ts' } },
    // The command line starts with a small file; the bundle that it loads can come from the compile cache.
    {
      ...executable,
      entryPoints: { cli: 'server/src/cli.ts' },
      external: ['./cli/run.js'],
      // Node loads a module faster by `require`.
      supported: { 'dynamic-import': false },
    },
    { ...node, entryPoints: { 'cli/run': 'server/src/cli/run.ts' }, plugins: [loadsLazily('../packages'), agents] },
    { ...node, entryPoints: { 'cli/mcp': 'server/src/mcp/sdk.ts' } },
    { ...executable, entryPoints: { server: 'server/src/node.ts' }, plugins: [loadsLazily('./packages')] },
    { ...node, entryPoints: { library: 'server/src/library.ts' }, plugins: [loadsLazily('./packages')] },
    { ...node, entryPoints: lazyPackages, outdir: 'dist/packages' },
    { ...browser, entryPoints: { extension: 'client/src/browser.ts' }, format: 'cjs', external: ['vscode'] },
    // The scripts of pages, with their styles.
    {
      ...browser,
      entryPoints: ['client/src/pages/in-webview/*-page.ts'],
      outdir: 'dist/pages',
      format: 'iife',
      sourcemap: false,
    },
    { ...browser, entryPoints: { server: 'server/src/browser.ts' }, format: 'iife' },
  ];
}

/** Only one command needs the packages of the server for agents. */
const agents = {
  name: 'agents',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/sdk$/ }, () => ({ path: './mcp.js', external: true }));
  },
};
