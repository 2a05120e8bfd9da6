import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What kubectl says of a text: its data, or that it does not read it. */
export type Answer =
  | { readonly kind: 'data'; readonly data: unknown }
  | { readonly kind: 'refused'; readonly message: string }
  /** The data of a text is no map, or has a kind: kubectl then does not print it. */
  | { readonly kind: 'not-said' };

/** So many files are read by one process. */
const BATCH = 2_000;

/**
 * Asks kubectl how it reads texts, without a cluster: it prints the data of an object without a kind, as JSON, when it refuses
 * it.
 * @param kubectl the path of the program
 */
export function askKubectl(kubectl: string, texts: readonly string[]): Answer[] {
  const answers: Answer[] = [];
  for (let from = 0; from < texts.length; from += BATCH)
    answers.push(...askBatch(kubectl, texts.slice(from, from + BATCH)));
  return answers;
}

function askBatch(kubectl: string, texts: readonly string[]): Answer[] {
  const folder = mkdtempSync(join(tmpdir(), 'sidecar-guard-kubectl-'));
  try {
    for (const [index, text] of texts.entries()) writeFileSync(join(folder, `${index}.yaml`), text);
    const words = ['annotate', '--local', '--filename', folder, 'read=yes', '--output', 'json'];
    const env = { ...process.env, KUBECONFIG: join(folder, 'none') };
    const { stderr, error } = spawnSync(kubectl, words, { encoding: 'utf8', maxBuffer: 1 << 30, env });
    if (error) throw error;
    const answers = texts.map((): Answer => ({ kind: 'not-said' }));
    for (const line of stderr.split('\n')) {
      const { index, answer } = answerIn(line) ?? {};
      if (index !== undefined && answer) answers[index] = answer;
    }
    return answers;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function answerIn(line: string): { index: number; answer: Answer } | undefined {
  const said = /\/(\d+)\.yaml": Object 'Kind' is missing in '(.*)'$/.exec(line);
  if (said) return { index: Number(said[1]), answer: { kind: 'data', data: JSON.parse(said[2] ?? '') } };
  const refused = /^error: error parsing .*\/(\d+)\.yaml: (.*)$|^error parsing .*\/(\d+)\.yaml: (.*)$/.exec(line);
  if (!refused) return undefined;
  const [, first, firstReason, later, laterReason] = refused;
  return { index: Number(first ?? later), answer: { kind: 'refused', message: firstReason ?? laterReason ?? '' } };
}
