import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { readResults } from './results.mjs';

const RUNNER = fileURLToPath(new URL('run-in-desktop.mjs', import.meta.url));

/**
 * Runs a suite in a desktop VS Code: code-server's, or a downloaded one where `SIDECAR_GUARD_ELECTRON` is set.
 * @param {{ extension: string, suite: string, workspace: string }} paths absolute
 * @returns {Promise<import('./results.mjs').Results>}
 */
export async function runDesktopSuite({ extension, suite, workspace }) {
  // test-electron writes to its own process's output, so it gets a process whose output can be read.
  const child = spawn(process.execPath, [RUNNER, extension, suite, workspace], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => {
      output += data;
      process.stdout.write(data);
    });
  }
  await once(child, 'close');
  return readResults(output);
}
