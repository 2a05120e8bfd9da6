import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver-protocol/node';
import { Random } from '../fuzz/random';
import { brokenLines } from './storm/broken-lines';
import { Desk } from './storm/desk';
import { type Counts, NAMES, Storm } from './storm/storm';

/** How many edits there are: few in every run of the tests, many by an environment variable. */
const EDITS = Number(process.env.EDITS ?? 400);
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
const ONE_KILL_IN = 60;
/** After so many edits, what is said is compared with what a fresh server says. */
const EDITS_A_COMPARISON = 50;
/** What a run that was asked for came to; `npm run fuzz -- --write` puts it into docs/robustness.md. */
const RESULT = 'test/fuzz/edit-storm.json';
const AGAIN = `Again: EDITS=${EDITS} SEED=${SEED} npx vitest run --project unit test/security/edit-storm.test.ts`;

/** What is said but for documents that cannot be read. */
function ofReadable(desk: Desk, said: Record<string, Diagnostic[]>): Record<string, Diagnostic[]> {
  return Object.fromEntries(
    Object.entries(said).map(([uri, diagnostics]) => {
      const broken = uri.endsWith('.sidecar-guard.yaml') ? new Set() : brokenLines(desk.textOf(uri));
      return [uri, diagnostics.filter(({ range }) => !broken.has(range.start.line))];
    }),
  );
}

/** What a fresh server says about the same documents and files. */
async function saidAnew(folder: string, { documents }: Desk): Promise<Record<string, Diagnostic[]>> {
  const fresh = new Desk(folder, false, documents);
  await fresh.start();
  try {
    return await fresh.diagnostics();
  } finally {
    await fresh.stop();
  }
}

describe('a server that is killed in a storm of edits loses nothing', { timeout: 60_000 + EDITS * 200 }, () => {
  const rage = async (isPushed: boolean): Promise<Counts & { comparisons: number; findings: number }> => {
    const folder = mkdtempSync(join(tmpdir(), 'sidecar-guard-storm-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const desk = new Desk(folder, isPushed);
    const storm = new Storm(desk, new Random('edit storm', SEED, String(isPushed)));
    for (const name of NAMES) await desk.write(name, storm.textFor(name));
    await desk.start();
    onTestFinished(() => desk.kill());
    let [comparisons, findings] = [0, 0];
    while (storm.counts.edits < EDITS / 2) {
      await storm.rage(EDITS_A_COMPARISON, ONE_KILL_IN);
      const expected = ofReadable(desk, await saidAnew(folder, desk));
      const options = { timeout: 10_000, message: `after ${storm.counts.edits} edits. ${AGAIN}` };
      await expect.poll(async () => ofReadable(desk, await desk.diagnostics()), options).toEqual(expected);
      await expect.poll(async () => ofReadable(desk, await desk.shown()), options).toEqual(expected);
      comparisons++;
      findings += Object.values(expected).flat().length;
    }
    return { ...storm.counts, comparisons, findings };
  };

  it('for a client that asks for diagnostics, or for one that is told of them', async () => {
    const start = Date.now();
    const [asked, told] = [await rage(false), await rage(true)];
    const sum = (key: keyof typeof asked): number => asked[key] + told[key];
    expect(Math.min(sum('kills'), sum('requests'), sum('cancelled'), sum('findings'))).toBeGreaterThan(0);
    if (process.env.EDITS === undefined) return;
    const result = {
      edits: sum('edits'),
      requests: sum('requests'),
      cancelled: sum('cancelled'),
      kills: sum('kills'),
      comparisons: sum('comparisons'),
      findings: sum('findings'),
      seconds: Math.round((Date.now() - start) / 1000),
      seed: SEED,
      commit: execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], { encoding: 'utf8' }).trim(),
      node: process.version,
    };
    writeFileSync(RESULT, `${JSON.stringify(result, null, 2)}\n`);
  });
});
