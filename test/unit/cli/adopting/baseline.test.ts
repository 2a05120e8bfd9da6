import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../fuzz/random';
import { podWith } from '../../manifests';
import { folderWith, run } from '../run';
import { move, worsen } from './edits';
import { added, findingsIn } from './findings';
import { Repository } from './repository';

const EDITS = 100;

describe('a baseline', () => {
  it('accepts everything that was there, whatever moves, is renamed or reformatted', async () => {
    const random = new Random('baseline', 'moves');
    const repository = new Repository(80, random);
    const { folder, workloads } = repository;
    const { code, stdout } = await run(['check', '--baseline', 'accepted.json', '--update-baseline'], folder);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^The baseline accepts \d+ findings\.\n/),
    });
    expect((await findingsIn(folder)).length).toBeGreaterThan(200);
    for (let edit = 1; edit <= EDITS; edit++) {
      move(repository, random.pick(workloads), random, edit);
      if (edit % 25 === 0) expect(await findingsIn(folder, '--baseline', 'accepted.json'), `edit ${edit}`).toEqual([]);
    }
  });

  it('leaves exactly what edits add', async () => {
    const random = new Random('baseline', 'faults');
    const repository = new Repository(80, random);
    const { folder } = repository;
    await run(['check', '--baseline', 'accepted.json', '--update-baseline'], folder);
    let before = await findingsIn(folder);
    const first = before;
    for (let edit = 1; edit <= EDITS; edit++) {
      worsen(random.pick(repository.workloads), random, edit);
      if (edit % 25 !== 0) continue;
      for (const file of new Set(repository.workloads.map((workload) => workload.file))) repository.write(file);
      const after = await findingsIn(folder);
      expect(added(before, after).length, `edit ${edit}`).toBeGreaterThan(10);
      before = after;
      expect(await findingsIn(folder, '--baseline', 'accepted.json'), `edit ${edit}`).toEqual(added(first, after));
    }
  });

  it('knows that two findings of one rule in one container are two', async () => {
    const only = ['--only', 'host-ports', '--baseline', 'b.json'];
    const pod = (...ports: number[]): string =>
      podWith('web').replace(
        /securityContext:\n.*\n/,
        `ports: [${ports.map((port) => `{ containerPort: ${port}, hostPort: ${port} }`).join(', ')}]\n`,
      );
    const folder = folderWith({ 'a.yaml': pod(8080) });
    await run(['check', '--baseline', 'b.json', '--update-baseline'], folder);
    writeFileSync(join(folder, 'a.yaml'), pod(9090, 8080));
    expect(await findingsIn(folder, ...only)).toHaveLength(1);
    // The accepted one is gone, and another one is there.
    writeFileSync(join(folder, 'a.yaml'), pod(9090));
    const { stdout } = await run(['check', ...only], folder);
    expect(stdout).toContain('hostPort: 9090');
    expect(stdout).toMatch(/It lists \d+ findings? that (?:is|are) gone; `--update-baseline` removes/);
  });

  it('keeps what a run on a part of the files does not see', async () => {
    const folder = folderWith({ 'dev/a.yaml': podWith('web'), 'prod/b.yaml': 'kind: x\n' });
    await run(['check', '--baseline', 'b.json', '--update-baseline'], folder);
    writeFileSync(join(folder, 'prod/b.yaml'), podWith('web'));
    const words = ['--only', 'privileged', '--baseline', 'b.json'];
    expect(await findingsIn(folder, ...words, 'prod')).toEqual(['prod/b.yaml web web privileged']);
    expect(await findingsIn(folder, ...words)).toEqual(['prod/b.yaml web web privileged']);
  });

  it('is the same text whenever it is written', async () => {
    const folder = folderWith({ 'a.yaml': podWith('a'), 'b.yaml': podWith('b') });
    const write = async (...paths: string[]): Promise<string> => {
      await run(['check', '--baseline', 'b.json', '--update-baseline', ...paths], folder);
      return readFileSync(join(folder, 'b.json'), 'utf8');
    };
    expect(await write('b.yaml', 'a.yaml')).toBe(await write('a.yaml', 'b.yaml'));
  });

  it.each([
    [
      ['--baseline', 'none.json'],
      "`--baseline none.json` can't be read (it does not exist); write it with `--update-baseline`.",
    ],
    [['--baseline', 'a.yaml'], '`--baseline a.yaml` is not a baseline. It is not JSON.'],
    [['--update-baseline'], '`--update-baseline` needs a file; add `--baseline FILE`.'],
  ])('%j is a wrong call', async (words, sentence) => {
    const { code, stderr } = await run(['check', ...words], folderWith({ 'a.yaml': podWith('a') }));
    expect({ code, stderr }).toEqual({ code: 2, stderr: `sidecar-guard: ${sentence}\n` });
  });
});
