import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { Io } from '../../../server/src/cli/io';
import { main } from '../../../server/src/cli/main';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a command line as a shell would, in a folder.
 * @param reader what reads stdout instead, or presses Ctrl+C
 */
export async function run(
  words: readonly string[],
  cwd: string,
  stdin = '',
  reader: Partial<Pick<Io, 'stdout' | 'ready' | 'interrupted'>> = {},
): Promise<Outcome> {
  let [stdout, stderr] = ['', ''];
  const code = await main(words, {
    cwd,
    stdin: Readable.from([Buffer.from(stdin)]),
    stdout: (text) => {
      stdout += text;
    },
    stderr: (text) => {
      stderr += text;
    },
    hasColors: false,
    ...reader,
  });
  return { code, stdout, stderr };
}

/** A folder with these files, for as long as a test runs. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'sidecar-guard-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** A Namespace without labels: one finding, of severity information. */
export const NAMESPACE = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n';
