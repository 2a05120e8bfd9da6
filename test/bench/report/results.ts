import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import type { Figure, Figures } from '../measure/figure';
import { toChart } from './chart';
import { toTable } from './table';

const FILE = 'test/bench/results.json';
const CHART = 'docs/images/performance.svg';
const PAGE = 'docs/performance.md';
/** The page has the table between these comments. */
const TABLE = /(<!-- figures -->\n)[\s\S]*(\n<!-- end of figures -->)/;

/** What was measured last of each part. */
export interface Results {
  readonly machine: string;
  readonly figures: readonly Figure[];
  /** What could not be measured, and why, by part. */
  readonly skipped: Readonly<Record<string, readonly string[]>>;
  /** What the short form compares with. */
  readonly ratios: Readonly<Record<string, number>>;
}

export async function readResults(): Promise<Results> {
  return JSON.parse(await readFile(FILE, 'utf8'));
}

/**
 * Replaces the figures of a part, in the JSON, the page and its chart.
 * @param order the names of all parts
 */
export async function writePart({ part, all, skipped }: Figures, order: readonly string[]): Promise<void> {
  const before = await readResults();
  const figures = [...before.figures.filter((figure) => figure.part !== part), ...all];
  figures.sort((a, b) => order.indexOf(a.part) - order.indexOf(b.part));
  const machine = `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), Node ${process.versions.node}`;
  const results = { ...before, machine, figures, skipped: { ...before.skipped, [part]: skipped } };
  await write(results);
  await writeFile(CHART, toChart(figures));
  const page = await readFile(PAGE, 'utf8');
  await writeFile(
    PAGE,
    page.replace(TABLE, (_, start, end) => `${start}${toTable(results)}${end}`),
  );
}

/** Replaces the ratios that the short form compares with. */
export async function writeRatios(ratios: Results['ratios']): Promise<void> {
  await write({ ...(await readResults()), ratios });
}

async function write(results: Results): Promise<void> {
  await writeFile(
    FILE,
    `${JSON.stringify(results, undefined, 2)}
`,
  );
}
