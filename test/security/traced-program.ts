import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type TracedProcess, Tracer } from './tracer';

/** Runs a script in a Node like the one of the tests, and gives what it and its children did. */
export async function runTraced(
  script: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<TracedProcess[]> {
  const tracer = Tracer.start();
  const [program, ...words] = [...tracer.words, process.execPath, '-e', script];
  const env = { ...process.env, ...environment };
  // Its pipes are those that the server has.
  const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'inherit'], env });
  child.stdin?.end();
  await once(child, 'exit');
  return tracer.processes();
}
