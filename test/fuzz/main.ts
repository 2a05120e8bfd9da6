import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isMainThread } from 'node:worker_threads';
import { keep } from './crashers';
import { attempt } from './meter';
import { robustnessPage } from './page';
import { emptyResult, type RunResult } from './result';
import { TARGETS } from './targets';
import { type Found, haveDone } from './watch';
import { type Job, textOf, work } from './work';

const RESULT = 'out/fuzz/result.json';
const PAGE = 'docs/robustness.md';

if (isMainThread) {
  void main().then((code) => {
    process.exitCode = code;
  });
} else void work();

/** Gives the exit code. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string' },
      cases: { type: 'string' },
      target: { type: 'string', multiple: true },
      seed: { type: 'string' },
      case: { type: 'string' },
      jobs: { type: 'string', default: '1' },
      write: { type: 'boolean', default: false },
    },
  });
  const chosen = TARGETS.filter(({ name }) => values.target?.includes(name) ?? true);
  const unknown = values.target?.find((name) => !TARGETS.some((target) => target.name === name));
  if (unknown !== undefined)
    throw new Error(`There is no target "${unknown}"; choose among ${TARGETS.map(({ name }) => name).join(', ')}.`);
  const seed = numberIn(values.seed, 'seed') ?? Math.floor(Math.random() * 2 ** 31);
  const number = numberIn(values.case, 'case');
  if (number !== undefined) return replay(chosen, seed, number);

  const cases = numberIn(values.cases, 'cases');
  const minutes = numberIn(values.minutes, 'minutes') ?? (cases === undefined ? 1 : Number.POSITIVE_INFINITY);
  console.log(`seed ${seed}`);
  const result = await run({
    seed,
    targets: chosen.map(({ name }) => name),
    end: cases ?? Number.MAX_SAFE_INTEGER,
    until: Date.now() + minutes * 60_000,
    jobs: numberIn(values.jobs, 'jobs') ?? 1,
  });
  mkdirSync('out/fuzz', { recursive: true });
  writeFileSync(RESULT, `${JSON.stringify(result, null, 2)}\n`);
  print(result);
  if (values.write) writeFileSync(PAGE, robustnessPage(result, TARGETS));
  return result.violations.length > 0 ? 1 : 0;
}

function numberIn(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (Number.isNaN(number) || number < 0) throw new Error(`--${option} takes a number, not "${text}".`);
  return number;
}

interface Plan {
  readonly seed: number;
  readonly targets: readonly string[];
  readonly end: number;
  readonly until: number;
  readonly jobs: number;
}

async function run({ seed, targets, end, until, jobs }: Plan): Promise<RunResult> {
  const start = Date.now();
  const found: Found = { targets: Object.fromEntries(targets.map((name) => [name, emptyResult()])), violations: [] };
  await Promise.all(
    Array.from({ length: jobs }, (_, first) => {
      const job: Job = {
        seed,
        targets,
        first,
        step: jobs,
        end,
        until,
        without: [],
        progress: new SharedArrayBuffer(4),
      };
      return haveDone(__filename, job, found);
    }),
  );
  const cases = Object.values(found.targets).reduce((sum, result) => sum + result.cases, 0);
  const seconds = (Date.now() - start) / 1000;
  return { seed, commit: commit(), node: process.version, cases, seconds, ...found };
}

function print({ seed, cases, seconds, targets, violations }: RunResult): void {
  for (const [name, { cases: own, slowest, bytes }] of Object.entries(targets)) {
    const heap = `${(Math.max(0, bytes) / 2 ** 20).toFixed(0)} MB`;
    console.log(
      `${name.padEnd(18)} ${String(own).padStart(8)} cases, at most ${slowest.ms.toFixed(0)} ms (${slowest.step}), ${heap}`,
    );
  }
  for (const { target, number, message, text } of violations) {
    console.log(`\n${target} breaks a promise: ${message}`);
    console.log(`Again: npm run fuzz -- --target ${target} --seed ${seed} --case ${number}`);
    if (text !== '') console.log(`Kept as ${keep(target, text)}:\n${JSON.stringify(text.slice(0, 1500))}`);
  }
  console.log(`\n${cases} cases in ${seconds.toFixed(0)} s, ${violations.length} violations, seed ${seed}`);
}

/** Tries one case again, and says all about it. */
async function replay(targets: typeof TARGETS, seed: number, number: number): Promise<number> {
  let code = 0;
  for (const target of targets) {
    const text = textOf(target, seed, number);
    console.log(`${target.name} ${number}:\n${JSON.stringify(text)}`);
    const { problem, slowest, bytes } = await attempt(target, text);
    console.log(`${slowest.ms.toFixed(1)} ms in "${slowest.step}", ${bytes} bytes; ${problem?.stack ?? 'all holds'}`);
    if (problem) code = 1;
    await target.stop?.();
  }
  return code;
}

function commit(): string {
  return execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], { encoding: 'utf8' }).trim();
}
