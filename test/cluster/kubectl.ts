import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { inject } from 'vitest';

export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs kubectl as an administrator of the cluster.
 * @param input an object, or a text
 */
export async function tryKubectl(words: readonly string[], input: unknown = ''): Promise<Result> {
  const child = spawn(inject('kubectl'), ['--kubeconfig', inject('kubeconfig'), ...words]);
  child.stdin.end(typeof input === 'string' ? input : JSON.stringify(input));
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code, stdout: stdout.trim(), stderr: stderr.trim() };
}

/**
 * The same for what has to succeed.
 * @returns what it wrote
 * @throws where it fails, with what it said
 */
export async function kubectl(words: readonly string[], input: unknown = ''): Promise<string> {
  const { code, stdout, stderr } = await tryKubectl(words, input);
  if (code !== 0) throw new Error(`"kubectl ${words.join(' ')}" failed: ${stderr}`);
  return stdout;
}
