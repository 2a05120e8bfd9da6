import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../fuzz/random';
import { podWith } from '../../manifests';
import { folderWith, run } from '../run';
import { move, worsen } from './edits';
import { added, findingsIn } from './findings';
import { Repository } from './repository';

const COMMITS = 12;

function git(folder: string, ...words: string[]): string {
  const author = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false'];
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  return execFileSync('git', [...author, ...words], { cwd: folder, env, stdio: 'pipe', encoding: 'utf8' });
}

function commit(folder: string): void {
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '--allow-empty', '-m', 'x');
}

/** A repository with a commit on the branch `main`. */
function repositoryWith(files: Readonly<Record<string, string>>): string {
  const folder = folderWith(files);
  git(folder, 'init', '-q', '-b', 'main');
  commit(folder);
  return folder;
}

/** Writes a tree as git itself would not: with any names. */
function treeOf(folder: string, entries: readonly (readonly [mode: string, name: string, hash: string])[]): string {
  const parts = entries.map(([mode, name, hash]) =>
    Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(hash, 'hex')]),
  );
  const words = ['hash-object', '-t', 'tree', '-w', '--literally', '--stdin'];
  return execFileSync('git', words, { cwd: folder, input: Buffer.concat(parts), encoding: 'utf8' }).trim();
}

function leftFolders(): string[] {
  return readdirSync(tmpdir()).filter((name) => /^sidecar-guard-\w{6}$/.test(name));
}

describe('--diff', () => {
  it('reports the findings after a commit without those before it', async () => {
    const random = new Random('diff', 'commits');
    const repository = new Repository(40, random);
    const { folder, workloads } = repository;
    git(folder, 'init', '-q', '-b', 'main');
    commit(folder);
    let before = await findingsIn(folder);
    let news = 0;
    for (let edit = 1; edit <= COMMITS; edit++) {
      for (let round = random.between(1, 3); round > 0; round--)
        worsen(random.pick(workloads), random, edit * 3 + round);
      for (const file of new Set(workloads.map((workload) => workload.file))) repository.write(file);
      // A label of a namespace decides about the findings in other files.
      const level = random.pick(['privileged', 'baseline', 'restricted']);
      writeFileSync(join(folder, 'namespace.yaml'), namespaceWith(level));
      commit(folder);
      const after = await findingsIn(folder);
      const expected = added(before, after);
      news += expected.length;
      expect(await findingsIn(folder, '--diff', 'HEAD~1'), `commit ${edit}`).toEqual(expected);
      before = after;
    }
    expect(news).toBeGreaterThan(COMMITS);
  });

  it('reports nothing for commits that only move manifests', async () => {
    const random = new Random('diff', 'moves');
    const repository = new Repository(40, random);
    const { folder, workloads } = repository;
    git(folder, 'init', '-q', '-b', 'main');
    commit(folder);
    for (let edit = 1; edit <= COMMITS; edit++) move(repository, random.pick(workloads), random, edit);
    expect(await findingsIn(folder, '--diff', 'main')).toEqual([]);
  });

  it('compares with the commit at which the branch left', async () => {
    const folder = repositoryWith({ 'a.yaml': podWith('a', 'privileged: true') });
    git(folder, 'switch', '-q', '-c', 'topic');
    writeFileSync(join(folder, 'b.yaml'), podWith('b', 'privileged: true'));
    git(folder, 'switch', '-q', 'main');
    // What main has mended since is not of this branch.
    writeFileSync(join(folder, 'a.yaml'), podWith('a', 'privileged: false'));
    git(folder, 'commit', '-q', '-m', 'x', 'a.yaml');
    git(folder, 'switch', '-q', 'topic');
    const words = ['--only', 'privileged', '--diff', 'main'];
    expect(await findingsIn(folder, ...words)).toEqual(['b.yaml b b privileged']);
    const { code, stdout } = await run(['check', ...words], folder);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringContaining('1 finding was there before the changes, 0 are gone.'),
    });
  });

  it('takes paths, folders below the top and a file on stdin', async () => {
    const folder = repositoryWith({ 'apps/a.yaml': podWith('a', 'privileged: true'), 'other/b.yaml': 'kind: x\n' });
    const words = ['--only', 'privileged', '--diff', 'main'];
    expect(await findingsIn(join(folder, 'apps'), ...words)).toEqual([]);
    expect(await findingsIn(folder, ...words, 'apps/a.yaml')).toEqual([]);
    const stdin = podWith('a', 'privileged: true').replace('privileged: true', 'privileged: true # now');
    const both = ['check', '--format', 'json', ...words, '-', '--stdin-filename', 'apps/a.yaml'];
    expect(JSON.parse((await run(both, folder, stdin)).stdout)).toMatchObject({
      findings: [],
      diff: { known: 1, gone: 0 },
    });
    writeFileSync(join(folder, 'other/c.yaml'), podWith('c', 'privileged: true'));
    expect(await findingsIn(folder, ...words, 'other/c.yaml')).toEqual(['other/c.yaml c c privileged']);
    expect(await findingsIn(tmpdir(), ...words, folder)).toEqual([`${basename(folder)}/other/c.yaml c c privileged`]);
  });

  it('knows a manifest by the link by which it is checked', async () => {
    const folder = folderWith({ 'real/a.yaml': podWith('a', 'privileged: true') });
    symlinkSync('real', join(folder, 'linked'));
    git(folder, 'init', '-q', '-b', 'main');
    commit(folder);
    const words = ['--only', 'privileged', '--diff', 'main'];
    for (const path of ['.', 'real', 'linked', 'linked/a.yaml', join(folder, 'linked')])
      expect(await findingsIn(folder, ...words, path), path).toEqual([]);
    writeFileSync(join(folder, 'real/b.yaml'), podWith('b', 'privileged: true'));
    expect(await findingsIn(folder, ...words, 'linked')).toEqual(['linked/b.yaml b b privileged']);
  });

  it('runs no program that the repository names, and leaves nothing behind', async () => {
    const folder = repositoryWith({ 'a.yaml': podWith('a'), '.gitattributes': '*.yaml filter=evil diff=evil\n' });
    const mark = join(folder, 'ran');
    for (const key of ['core.fsmonitor', 'filter.evil.smudge', 'diff.evil.textconv', 'core.hooksPath'])
      git(folder, 'config', key, `touch ${mark}`);
    mkdirSync(join(folder, 'bin'));
    const before = leftFolders();
    await run(['check', '--diff', 'main'], folder);
    await run(['check', '--diff', 'main', '--rule', 'privileged=off'], folder);
    expect(readdirSync(folder)).not.toContain('ran');
    expect(leftFolders()).toEqual(before);
  });

  it('writes nothing outside of its folder, whatever names a commit has', async () => {
    const folder = repositoryWith({ 'a.yaml': podWith('a') });
    const outside = `${basename(folder)}.yaml`;
    const blob = git(folder, 'rev-parse', 'HEAD:a.yaml').trim();
    const inner = treeOf(folder, [['100644', outside, blob]]);
    const evil = treeOf(folder, [
      ['40000', '..', inner],
      ['40000', '.git', inner],
      ['100644', 'a.yaml', blob],
    ]);
    const before = git(folder, 'commit-tree', '-p', 'HEAD', '-m', 'x', evil).trim();
    git(folder, 'update-ref', 'HEAD', before);
    expect(git(folder, 'ls-tree', '-r', 'HEAD')).toContain(`../${outside}`);
    const { stdout, stderr } = await run(['check', '--diff', before, '--only', 'privileged'], folder);
    expect({ stdout, stderr }).toEqual({ stdout: expect.stringContaining('1 finding was there'), stderr: '' });
    expect(readdirSync(tmpdir())).not.toContain(outside);
  });

  it.each([
    [
      ['--diff', 'none'],
      /^sidecar-guard: `--diff none`: git answers "fatal: .*none"; name a branch, a tag or a commit/,
    ],
    [['--diff', 'main', '--baseline', 'b.json'], /^sidecar-guard: `--diff` and `--baseline` can't be used together/],
    [['--diff', '--all'], /^sidecar-guard: /],
  ])('%j is a wrong call', async (words, sentence) => {
    const { code, stderr } = await run(['check', ...words], repositoryWith({ 'a.yaml': podWith('a') }));
    expect(code).toBe(2);
    expect(stderr).toMatch(sentence);
  });

  it('says that a branch has no commit in common, and that there is no repository', async () => {
    const folder = repositoryWith({ 'a.yaml': podWith('a') });
    git(folder, 'switch', '-q', '--orphan', 'alone');
    git(folder, 'commit', '-q', '--allow-empty', '-m', 'x');
    writeFileSync(join(folder, 'a.yaml'), podWith('a'));
    expect((await run(['check', '--diff', 'main'], folder)).stderr).toContain(
      'have no commit in common; fetch the whole history',
    );
    rmSync(join(folder, '.git'), { recursive: true });
    expect((await run(['check', '--diff', 'main'], folder)).stderr).toContain('the manifests are not in a repository');
  });
});

function namespaceWith(level: string): string {
  return `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: default\n  labels: { pod-security.kubernetes.io/enforce: ${level} }\n`;
}
