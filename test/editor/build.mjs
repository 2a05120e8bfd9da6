import { build } from 'esbuild';

/** Bundles the suites that run inside a VS Code into out/. */
export async function buildSuites() {
  const shared = { bundle: true, format: 'cjs', sourcemap: 'inline', logLevel: 'warning', outdir: 'out/editor' };
  await Promise.all([
    build({
      ...shared,
      platform: 'node',
      entryPoints: { desktop: 'test/editor/desktop.ts' },
      external: ['vscode', 'mocha'],
    }),
    build({
      ...shared,
      platform: 'browser',
      entryPoints: { web: 'test/editor/web.ts' },
      external: ['vscode'],
    }),
  ]);
}
