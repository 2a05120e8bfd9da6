import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Figures } from '../measure/figure';
import { type Command, run, runInTurn } from '../measure/process';
import { exponent } from '../measure/statistics';
import { checking, script } from '../peers/own-commands';
import { writeWorkloads } from '../texts/workload';

const SMALL = 1000;
const LARGE = 10_000;
const HUGE = 50_000;

/** `check` as a process beside programs that only read the same files. */
export async function measureCheck(figures: Figures, folder: string): Promise<void> {
  const small = join(folder, 'check-1000');
  await writeWorkloads(small, SMALL);
  const first = await runInTurn({ ours: ourCommands(small, folder).text, ...readers(small) }, 3);
  figures.add('`check` of 1,000 files, one core', first.ours.processorSeconds, 's');
  figures.add(
    '`check` of 1,000 files, of the time of yaml',
    first.ours.processorSeconds / first.yaml.processorSeconds,
    '×',
  );

  const large = join(folder, 'check-10000');
  await writeWorkloads(large, LARGE);
  const second = await runInTurn({ ...ourCommands(large, folder), ...readers(large) }, 2);
  const { text, json, two, yaml, jsYaml } = second;
  const group = '10,000 files, one core';
  figures.add('`check` of 10,000 files, one core, text', text.processorSeconds, 's', {
    bar: { group, label: 'sidecar-guard', isOurs: true },
  });
  figures.add('`check` of 10,000 files, one core, JSON', json.processorSeconds, 's', {
    bar: { group, label: 'sidecar-guard, JSON', isOurs: true },
  });
  figures.add('yaml: `parseAllDocuments` of 10,000 files, one core', yaml.processorSeconds, 's', {
    bar: { group, label: 'yaml, reading only' },
  });
  figures.add('js-yaml: `loadAll` of 10,000 files, one core', jsYaml.processorSeconds, 's', {
    bar: { group, label: 'js-yaml, reading only' },
  });
  const limit = { most: 0.5 };
  figures.add(
    '`check` of 10,000 files, one core, text, of the time of yaml',
    text.processorSeconds / yaml.processorSeconds,
    '×',
    { limit },
  );
  figures.add(
    '`check` of 10,000 files, one core, JSON, of the time of yaml',
    json.processorSeconds / yaml.processorSeconds,
    '×',
    { limit },
  );
  figures.add('`check` of 10,000 files, two cores, of the time of yaml on one', two.seconds / yaml.seconds, '×', {
    limit: { most: 0.3 },
  });
  figures.add('`check` of 10,000 files: memory, text', text.peakMegabytes, 'MB', { limit: { most: 250 } });
  figures.add('`check` of 10,000 files: memory, JSON', json.peakMegabytes, 'MB', { limit: { most: 250 } });
  figures.add('yaml: memory for 10,000 files', yaml.peakMegabytes, 'MB');
  await rm(large, { recursive: true });

  const huge = join(folder, 'check-50000');
  await writeWorkloads(huge, HUGE);
  const third = await run({ ...ourCommands(huge, folder).text, timeoutSeconds: 400 });
  await rm(huge, { recursive: true });
  const bound = third.isStopped && { isLowerBound: true as const };
  figures.add('`check` of 50,000 files: time, one core', third.processorSeconds, 's', { ...bound });
  figures.add('`check` of 50,000 files: memory', third.peakMegabytes, 'MB', { limit: { most: 450 }, ...bound });
  const points = [
    { size: SMALL, cost: first.ours.processorSeconds },
    { size: LARGE, cost: text.processorSeconds },
    { size: HUGE, cost: third.processorSeconds },
  ];
  figures.add('Growth of `check` with the number of files', exponent(points), 'exponent', {
    limit: { most: 1.05 },
    ...bound,
  });
}

function ourCommands(files: string, folder: string): Record<'text' | 'json' | 'two', Command> {
  const output = join(folder, 'check.out');
  const text = checking(files, ['--format', 'text']);
  return {
    text: { ...text, cores: 1, output },
    json: { ...checking(files, ['--format', 'json']), cores: 1, output },
    two: { ...text, output },
  };
}

/** Programs that only read the files. */
function readers(files: string): Record<'yaml' | 'jsYaml', Command> {
  return {
    yaml: { ...script('parse-yaml', files), cores: 1 },
    jsYaml: { ...script('parse-js-yaml', files), cores: 1 },
  };
}
