import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { EditorClient } from '../measure/client';
import { measureEdits } from '../measure/edits';
import { runInTurn } from '../measure/process';
import { listCommands } from '../parts/lists';
import { checking, gates, script } from '../peers/own-commands';
import { ourServer } from '../peers/servers';
import { longFile } from '../texts/long-file';
import { writePods, writePolicies } from '../texts/policies';
import { writeWorkloads } from '../texts/workload';

const FEW = 150;
const MANY = 600;

/** Ratios by their names. Lower is better. */
export type Ratios = Readonly<Record<string, number>>;

/**
 * Ratios that hardly depend on the machine and on what else it does: between programs that run in turn, each at its best, and
 * of times on processors rather than durations. Each is measured with its group.
 */
export const RATIO_GROUPS: readonly ((folder: string) => Promise<Ratios>)[] = [
  ratiosOfCheck,
  ratiosOfLists,
  ratiosOfEdits,
  ratiosOfStart,
  ratiosOfGates,
];

async function ratiosOfCheck(folder: string): Promise<Ratios> {
  const [few, many] = [join(folder, 'few'), join(folder, 'many')];
  await writeWorkloads(few, FEW);
  await writeWorkloads(many, MANY);
  const runs = await runInTurn(
    {
      few: { ...checking(few, []), cores: 1 },
      many: { ...checking(many, []), cores: 1 },
      json: { ...checking(many, ['--format', 'json']), cores: 1 },
      yaml: { ...script('parse-yaml', many), cores: 1 },
    },
    3,
  );
  return {
    [`check of ${MANY} files, of the time of yaml`]: ratio(runs.many.processorSeconds, runs.yaml.processorSeconds),
    [`check of ${MANY} files as JSON, of the time as text`]: ratio(
      runs.json.processorSeconds,
      runs.many.processorSeconds,
    ),
    [`check of ${MANY} files, of the time for ${FEW}`]: ratio(runs.many.processorSeconds, runs.few.processorSeconds),
    [`memory of check of ${MANY} files, of that of yaml`]: ratio(runs.many.peakMegabytes, runs.yaml.peakMegabytes),
  };
}

async function ratiosOfLists(folder: string): Promise<Ratios> {
  const items = 40;
  const { text, json, fix } = await runInTurn(listCommands(folder, items, 60), 3);
  return {
    [`List of ${items} Deployments as JSON, of the time as text`]: ratio(json.processorSeconds, text.processorSeconds),
    [`List of ${items} Deployments with --fix, of the time as text`]: ratio(
      fix.processorSeconds,
      text.processorSeconds,
    ),
  };
}

/** Edits of a short and of a long file, each in servers that have been warmed up, in turn. */
async function ratiosOfEdits(folder: string): Promise<Ratios> {
  const text = join(folder, 'long');
  await mkdir(text, { recursive: true });
  await writeFile(join(text, 'long.yaml'), longFile(350));
  const { yaml } = await runInTurn({ yaml: script('parse-yaml', text) }, 4);
  let [short, long] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < 3; round++) {
    short = Math.min(short, (await measureEdits(ourServer(), 35, 400)).processor);
    long = Math.min(long, (await measureEdits(ourServer(), 350, 120)).processor);
  }
  return {
    '100 edits of 11,201 lines, of the time of yaml': ratio(long / 10, yaml.processorSeconds),
    'edit of 11,201 lines, of the time for 1,121 lines': ratio(long, short),
  };
}

async function ratiosOfStart(): Promise<Ratios> {
  const node = process.execPath;
  const { version, empty } = await runInTurn(
    { version: { words: [node, resolve('dist/cli.js'), '--version'] }, empty: { words: [node, '-e', '0'] } },
    12,
  );
  let initialize = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 8; round++) {
    const client = await EditorClient.start(ourServer());
    initialize = Math.min(initialize, client.initializeMs / 1000);
    await client.stop();
  }
  return {
    'sidecar-guard --version, of the time of node -e 0': ratio(version.seconds, empty.seconds),
    'answer of initialize, of the time of node -e 0': ratio(initialize, empty.seconds),
  };
}

async function ratiosOfGates(folder: string): Promise<Ratios> {
  const root = join(folder, 'gates-short');
  await writePolicies(join(root, 'policies'), 40);
  await writePods(join(root, 'pods'), 400);
  const { decided, checked } = await runInTurn(
    { decided: gates(root, []), checked: checking(join(root, 'pods'), []) },
    3,
  );
  return { 'gates of 40 policies, of the time of check': ratio(decided.processorSeconds, checked.processorSeconds) };
}

function ratio(value: number, of: number): number {
  return Number((value / of).toPrecision(4));
}
