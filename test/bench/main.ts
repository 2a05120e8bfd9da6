import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Figures, holds } from './measure/figure';
import { measureAudit } from './parts/audit';
import { measureCheck } from './parts/check';
import { measureEditing } from './parts/edit';
import { measureGates } from './parts/gates';
import { measureLinters } from './parts/linters';
import { measureLists } from './parts/lists';
import { measureRules } from './parts/rules';
import { measureStart } from './parts/start';
import { measureViews } from './parts/views';
import { measureWorkspace } from './parts/workspace';
import { compareRatios } from './report/compare-ratios';
import { readResults, writePart, writeRatios } from './report/results';
import { toTable } from './report/table';
import { measureRatios } from './short/measure-ratios';

/** Measures something, with a folder for its files. */
export type Part = (figures: Figures, folder: string) => Promise<void>;

const PARTS: Readonly<Record<string, Part>> = {
  start: measureStart,
  edit: measureEditing,
  workspace: measureWorkspace,
  views: measureViews,
  check: measureCheck,
  linters: measureLinters,
  lists: measureLists,
  gates: measureGates,
  rules: measureRules,
  audit: measureAudit,
};

/**
 * Measures, and writes what was measured into the repository. Without words it measures all; words name parts. `--short`
 * measures ratios only, and compares them with those in the repository.
 * @param more parts that need an editor
 */
export async function bench(words: readonly string[], more: Readonly<Record<string, Part>>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sidecar-guard-bench-'));
  try {
    if (words.includes('--short')) await compareRatios(folder);
    else await measureParts(words, { ...PARTS, ...more }, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureParts(
  words: readonly string[],
  parts: Readonly<Record<string, Part>>,
  folder: string,
): Promise<void> {
  const names = [...Object.keys(parts), 'ratios'];
  const unknown = words.find((word) => !names.includes(word));
  if (unknown !== undefined) throw new Error(`There is no part "${unknown}"; write some of ${names.join(', ')}.`);
  const chosen = words.length > 0 ? words : names;
  for (const [name, measure] of Object.entries(parts)) {
    if (!chosen.includes(name)) continue;
    console.error(name);
    const figures = new Figures(name);
    await measure(figures, folder);
    // At once, so that a part that fails takes no other with it.
    await writePart(figures, names);
  }
  if (chosen.includes('ratios')) await writeRatios(await measureRatios(folder));
  const results = await readResults();
  console.log(toTable(results));
  if (results.figures.some((figure) => holds(figure) === false)) process.exitCode = 1;
}
