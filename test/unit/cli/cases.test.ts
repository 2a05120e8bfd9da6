import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type CaseReport, has, type Matcher, matching, severityRank } from './case-matchers';
import { run } from './run';

const FOLDER = 'test/fixtures/cases';

/** A folder with input files, and what has to be right about it. */
interface Case {
  readonly about: string;
  readonly right: string;
  /** A shell script that runs in a copy of the folder first. */
  readonly setup?: string;
  readonly steps: readonly Step[];
}

interface Step {
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly exit?: number;
  readonly must?: readonly Matcher[];
  readonly mustNot?: readonly Matcher[];
}

const CASES = readdirSync(FOLDER).map((name) => {
  const one: Case = JSON.parse(readFileSync(join(FOLDER, name, 'case.json'), 'utf8'));
  return [name, one.about, one.right, one] as const;
});

it.each(CASES)('%s: %s %s', async (name, _about, _right, { setup, steps }) => {
  const around = realpathSync(mkdtempSync(join(tmpdir(), 'sidecar-guard-case-')));
  onTestFinished(() => rmSync(around, { recursive: true, force: true }));
  // One folder further down, so that what lies beside the workspace is the case's own, too.
  const root = join(around, 'case');
  cpSync(join(FOLDER, name), root, { recursive: true });
  rmSync(join(root, 'case.json'));
  if (setup !== undefined) {
    const environment = Object.entries(process.env).filter(([key]) => !key.startsWith('GIT_'));
    const env = { ...Object.fromEntries(environment), HOME: root, GIT_CONFIG_NOSYSTEM: '1' };
    expect(spawnSync('sh', ['-eu', '-c', setup], { cwd: root, env, encoding: 'utf8' })).toMatchObject({ status: 0 });
  }
  for (const step of steps) await expectRight(step, root);
});

async function expectRight({ args, cwd = '.', exit, must = [], mustNot = [] }: Step, root: string): Promise<void> {
  const folder = join(root, cwd);
  const before = new Map([...must, ...mustNot].flatMap(filesOf).map((path) => [path, textAt(folder, path)]));
  const { code, stdout, stderr } = await run(args, folder);
  expect(stderr).not.toMatch(/internal error/);
  if (exit !== undefined) expect(code, stderr).toBe(exit);
  const texts: Record<string, string> = { stdout, stderr };
  for (const matcher of must) {
    const said = JSON.stringify(matcher);
    const [field = '', wanted] = Object.entries(matcher)[0] ?? [];
    const path = String(wanted);
    if (field in texts) expect(has(texts[field] ?? '')(path), said).toBe(true);
    else if (field.endsWith('Not')) expect(has(texts[field.slice(0, -3)] ?? '')(path), said).toBe(false);
    else if (field === 'unchanged') expect(textAt(folder, path), said).toBe(before.get(path));
    else if (field === 'changed') expect(textAt(folder, path), said).not.toBe(before.get(path));
    else if (field === 'inFile') expect(has(textAt(folder, path) ?? '')(String(matcher.text)), said).toBe(true);
    else expectFound(matcher, args[0] ?? '', JSON.parse(stdout));
  }
  for (const matcher of mustNot) {
    const said = JSON.stringify(matcher);
    const [field = '', wanted] = Object.entries(matcher)[0] ?? [];
    if (field in texts) expect(has(texts[field] ?? '')(String(wanted)), said).toBe(false);
    else if (field === 'inFile')
      expect(has(textAt(folder, String(wanted)) ?? '')(String(matcher.text)), said).toBe(false);
    else expect(matching(matcher, args[0] ?? '', JSON.parse(stdout)), said).toEqual([]);
  }
}

function expectFound(
  { severityAtMost, count, atMost, ...matcher }: Matcher,
  command: string,
  report: CaseReport,
): void {
  const found = matching(matcher, command, report);
  const said = JSON.stringify(matcher);
  if (severityAtMost !== undefined)
    for (const thing of found)
      expect(severityRank('severity' in thing && thing.severity), said).toBeLessThanOrEqual(
        severityRank(severityAtMost),
      );
  if (count !== undefined) expect(found, said).toHaveLength(Number(count));
  else if (atMost !== undefined) expect(found.length, said).toBeLessThanOrEqual(Number(atMost));
  else expect(found, said).not.toEqual([]);
}

function filesOf({ unchanged, changed }: Matcher): string[] {
  return [unchanged, changed].filter((path): path is string => typeof path === 'string');
}

function textAt(folder: string, path: string): string | undefined {
  try {
    return readFileSync(join(folder, path), 'utf8');
  } catch {
    return undefined;
  }
}
