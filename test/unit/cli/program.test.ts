import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { folderWith, type Outcome } from './run';

/** Runs the program itself, with an input that stays open, after a script of the test's own. */
async function runProgram(words: readonly string[], script: string): Promise<Outcome> {
  const folder = folderWith({ 'before.cjs': script });
  const program = ['--require', join(folder, 'before.cjs'), resolve('dist/cli.js'), ...words];
  const child = spawn(process.execPath, program, { cwd: folder });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code, stdout, stderr };
}

it('a command that can never finish ends with 2 and one line, not as if nothing had been found', async () => {
  // Nothing is left to wait for then, and Node ends.
  const { code, stdout, stderr } = await runProgram(['check', '-'], 'process.stdin.unref()');
  expect(stderr).toBe(
    'sidecar-guard: an internal error, please report it: the run ended early, so there is no verdict.\n',
  );
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});
