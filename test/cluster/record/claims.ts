import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A claim of ours that a server was asked about. */
export interface CheckedClaim {
  /** The folder or file of the tests, in `test/cluster`. */
  readonly suite: string;
  readonly claim: string;
  /** Of Kubernetes, as the server said it. */
  readonly version: string;
  readonly cases: number;
  readonly agreed: number;
  /** What was not asked, and why; empty if everything was. */
  readonly leftOut: string;
}

/** The record that `npm run generate` makes the page from. */
const RECORD = 'test/cluster/record.json';

/**
 * Keeps what a run recorded. Of suites that did not run, what is kept already stays.
 * @param folder has one file for each claim
 */
export function keepClaims(folder: string): void {
  const checked: CheckedClaim[] = readdirSync(folder).map((name) =>
    JSON.parse(readFileSync(join(folder, name), 'utf8')),
  );
  const ran = new Set(checked.map(({ suite }) => suite));
  const kept: CheckedClaim[] = existsSync(RECORD) ? JSON.parse(readFileSync(RECORD, 'utf8')) : [];
  const all = [...kept.filter(({ suite }) => !ran.has(suite)), ...checked];
  const sorted = all.sort((a, b) => compare(keyOf(a), keyOf(b)));
  writeFileSync(RECORD, `${JSON.stringify(sorted, undefined, 2)}\n`);
}

function keyOf({ suite, claim, version }: CheckedClaim): string {
  return `${suite}\n${claim}\n${version}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
