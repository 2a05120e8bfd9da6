import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

/** How long a run may take before it is ended, in milliseconds; the limit that users are promised is measured elsewhere. */
const LONGEST = 20_000;

export interface CliRun {
  /** `null` where it took too long. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The most memory that the process had. */
  readonly megabytes: number;
}

/** Runs the bundled command line in a folder, as users do. */
export async function runCli(words: readonly string[], cwd: string): Promise<CliRun> {
  const program = ['--require', resolve('test/security/measure.cjs'), resolve('dist/cli.js'), ...words];
  const child = spawn(process.execPath, program, {
    cwd,
    timeout: LONGEST,
    killSignal: 'SIGKILL',
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const [, out, err, measured] = child.stdio as readonly Readable[];
  const read = (stream: Readable | undefined): Promise<string> => (stream ? text(stream) : Promise.resolve(''));
  const [stdout, stderr, size, [code]] = await Promise.all([read(out), read(err), read(measured), once(child, 'exit')]);
  return { code, stdout, stderr, megabytes: Number(size) };
}
