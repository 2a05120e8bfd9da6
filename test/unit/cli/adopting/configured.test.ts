import { describe, expect, it } from 'vitest';
import { podWith } from '../../manifests';
import { folderWith, run } from '../run';

interface Json {
  readonly findings: readonly { readonly file: string; readonly resource: { readonly name: string } }[];
  readonly leftOut: { readonly excludedFiles: number };
}

async function privilegedIn(folder: string, ...words: string[]): Promise<Json> {
  const { stdout } = await run(['check', '--format', 'json', '--only', 'privileged', ...words], folder);
  return JSON.parse(stdout) as Json;
}

const filesIn = async (folder: string, ...words: string[]): Promise<string[]> =>
  (await privilegedIn(folder, ...words)).findings.map(({ file }) => file);

describe('exclude', () => {
  const FILES = {
    'a.yaml': podWith('a'),
    'charts/b.yaml': podWith('b'),
    'x/charts/c.gen.yaml': podWith('c'),
    'x/d.yaml': podWith('d'),
  };

  it.each([
    ['charts/', ['a.yaml', 'x/d.yaml']],
    ['/charts', ['a.yaml', 'x/charts/c.gen.yaml', 'x/d.yaml']],
    ['"*.gen.yaml"', ['a.yaml', 'charts/b.yaml', 'x/d.yaml']],
    ['"x/**"', ['a.yaml', 'charts/b.yaml']],
    ['"**/charts/*.yaml"', ['a.yaml', 'x/d.yaml']],
    ['"?.yaml"', ['x/charts/c.gen.yaml']],
    ['[x, a.yaml]', ['charts/b.yaml']],
  ])('%s leaves out what it names', async (glob, expected) => {
    const folder = folderWith({ ...FILES, '.sidecar-guard.yaml': `exclude: ${glob}\n` });
    const { findings, leftOut } = await privilegedIn(folder);
    expect(findings.map(({ file }) => file)).toEqual(expected);
    expect(leftOut.excludedFiles).toBe(4 - expected.length);
  });

  it('also leaves out a file that is named, without an error', async () => {
    const folder = folderWith({ ...FILES, '.sidecar-guard.yaml': 'exclude: a.yaml\n' });
    expect(await run(['check', 'a.yaml'], folder)).toEqual({
      code: 0,
      stdout: 'Left out: 1 file that .sidecar-guard.yaml excludes.\nNo findings in 0 files\n',
      stderr: '',
    });
    // A search that finds nothing else is no check.
    expect(
      (await run(['check'], folderWith({ 'a.yaml': podWith('a'), '.sidecar-guard.yaml': 'exclude: "*"\n' }))).code,
    ).toBe(2);
  });
});

describe('ignore', () => {
  const FILES = { 'a.yaml': podWith('web'), 'legacy/b.yaml': podWith('old') };
  it.each([
    ['path: legacy/', ['a.yaml']],
    ['resource: old', ['a.yaml']],
    ['resource: Pod/w*', ['legacy/b.yaml']],
    ['resource: Deployment/web', ['a.yaml', 'legacy/b.yaml']],
    ['container: [web, old], rule: privileged', []],
    ['rule: mutable-tag', ['a.yaml', 'legacy/b.yaml']],
    ['rule: privileged, until: 2020-01-01', ['a.yaml', 'legacy/b.yaml']],
    ['rule: privileged, until: 2999-12-31', []],
  ])('{ %s } accepts what it names', async (entry, expected) => {
    const folder = folderWith({ ...FILES, '.sidecar-guard.yaml': `ignore: [{ ${entry}, reason: known }]\n` });
    expect(await filesIn(folder)).toEqual(expected);
  });

  it('says when an entry has ended', async () => {
    const folder = folderWith({
      ...FILES,
      '.sidecar-guard.yaml': 'ignore:\n  - { rule: privileged, reason: x, until: 2020-01-01 }\n',
    });
    const { stderr } = await run(['check', '--fail-on', 'never'], folder);
    expect(stderr).toBe(
      'sidecar-guard: .sidecar-guard.yaml:2: This entry ended on 2020-01-01, so its findings are reported again.\n',
    );
  });
});

describe('extends', () => {
  it('adds to other files of the repository', async () => {
    const folder = folderWith({
      '.git/HEAD': '',
      'config/base.yaml': 'rules: { privileged: error }\nexclude: [old.yaml]\n',
      'config/loop.yaml': 'extends: loop.yaml\nexclude: [older.yaml]\n',
      'team/.sidecar-guard.yaml': 'extends: [../config/base.yaml, ../config/loop.yaml]\nrules: { privileged: hint }\n',
      'team/a.yaml': podWith('a'),
      'team/old.yaml': podWith('a'),
      'team/older.yaml': podWith('a'),
    });
    expect((await privilegedIn(folder)).findings).toMatchObject([{ file: 'team/a.yaml', severity: 'hint' }]);
  });

  it.each([
    ['../outside.yaml', 'extends a file that is not in the repository'],
    ['none.yaml', 'extends a file that does not exist'],
  ])('does not read %s', async (path, words) => {
    const folder = folderWith({
      'outside.yaml': 'rules: { privileged: off }\n',
      'repo/.git/HEAD': '',
      'repo/.sidecar-guard.yaml': `extends: ${path}\n`,
      'repo/a.yaml': podWith('a'),
    });
    const { code, stderr } = await run(['check'], `${folder}/repo`);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(words) });
  });
});

describe('--no-inline-ignores', () => {
  it('counts no comment and no annotation', async () => {
    const silenced = podWith('a').replace(
      'privileged: true',
      'privileged: true # sidecar-guard-disable-line privileged',
    );
    const annotated = podWith('b').replace(
      'name: b\n',
      'name: b\n  annotations: { sidecar-guard.dev/ignore: privileged }\n',
    );
    const folder = folderWith({ 'a.yaml': silenced, 'b.yaml': annotated });
    expect(await filesIn(folder)).toEqual([]);
    expect(await filesIn(folder, '--no-inline-ignores')).toEqual(['a.yaml', 'b.yaml']);
  });
});

describe('JSON', () => {
  it('is found where it is a manifest, and nothing else of it is read', async () => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web' },
      spec: { containers: [{ name: 'web', image: 'nginx', securityContext: { privileged: true } }] },
    };
    const folder = folderWith({
      'pod.json': JSON.stringify(pod, undefined, '\t'),
      'package.json': '{ "name": "x" }',
      'tsconfig.json': '{ // a comment\n "compilerOptions": {}, }',
    });
    const { stdout } = await run(['check', '--format', 'json', '--only', 'privileged'], folder);
    expect(JSON.parse(stdout)).toMatchObject({
      files: 1,
      skipped: [],
      findings: [{ file: 'pod.json', range: { start: { line: 12 } } }],
    });
    expect((await run(['check'], folderWith({ 'package.json': '{}' }))).code).toBe(2);
  });
});

describe('--stdin-filename', () => {
  it('gives stdin a name and the configuration of its place', async () => {
    const folder = folderWith({ 'team/.sidecar-guard.yaml': 'ignore: [{ path: b.yaml, reason: x }]\n' });
    const check = async (name: string): Promise<Json> => {
      const words = ['check', '-', '--stdin-filename', name, '--format', 'json', '--only', 'privileged'];
      return JSON.parse((await run(words, folder, podWith('web'))).stdout) as Json;
    };
    expect((await check('team/a.yaml')).findings).toMatchObject([{ file: 'team/a.yaml' }]);
    expect((await check('team/b.yaml')).findings).toEqual([]);
  });
});
