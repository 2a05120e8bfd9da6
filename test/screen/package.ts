import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The path of the packed extension: what users install. */
    vsix: string;
  }
}

/** Packs the extension once for all of these tests; the bundles are in the checkout after that, too. */
export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'sidecar-guard-vsix-'));
  const vsix = join(folder, 'sidecar-guard.vsix');
  execFileSync(process.execPath, ['scripts/package.mjs', vsix], { stdio: 'inherit' });
  project.provide('vsix', vsix);
  return () => rmSync(folder, { recursive: true, force: true });
}
