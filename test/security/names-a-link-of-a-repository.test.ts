import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith } from '../unit/cli/run';
import { runCli } from './command-line';

const POD = `apiVersion: v1
kind: Pod
metadata: { name: POD_NAME }
spec: { containers: [{ name: a, image: r.example.com/a:1, securityContext: { privileged: true } }] }
`;

/** A repository whose links lead out of it; tools such as pre-commit name all that a commit has. */
function repository(): string {
  const top = folderWith({ 'outside/secret.yaml': POD.replace('POD_NAME', 'hidden-elsewhere') });
  const repo = join(top, 'repo');
  mkdirSync(join(repo, '.git'), { recursive: true });
  mkdirSync(join(repo, 'sub'));
  writeFileSync(join(repo, 'ok.yaml'), POD.replace('POD_NAME', 'ours'));
  writeFileSync(join(repo, '.git', 'config'), 'token: hidden-elsewhere\n');
  symlinkSync('../outside/secret.yaml', join(repo, 'file.yaml'));
  symlinkSync('file.yaml', join(repo, 'chain.yaml'));
  symlinkSync('../outside', join(repo, 'folder'));
  symlinkSync('../..', join(repo, 'sub', 'up'));
  symlinkSync('.git/config', join(repo, 'git.yaml'));
  symlinkSync('ok.yaml', join(repo, 'inside.yaml'));
  return repo;
}

const NAMED = [
  'file.yaml',
  'chain.yaml',
  'folder',
  'folder/secret.yaml',
  'sub/up/outside/secret.yaml',
  'sub/../file.yaml',
  'git.yaml',
];

describe('a link out of a repository that is named on the command line', () => {
  it.each(NAMED)('is not followed by check, which says so, and judges the others: %s', async (path) => {
    const { code, stdout, stderr } = await runCli(['check', path, 'ok.yaml', '--fix'], repository());
    expect(stdout + stderr).not.toContain('hidden-elsewhere');
    expect(stdout).toContain('ok.yaml:4:');
    expect(stderr).toContain('is a symbolic link that leads out of its repository');
    expect(code).toBe(2);
  });

  it.each(['access', 'gates'])('is not followed by %s', async (command) => {
    const { code, stdout, stderr } = await runCli([command, 'folder', 'file.yaml', 'ok.yaml'], repository());
    expect(stdout + stderr).not.toContain('hidden-elsewhere');
    expect(stderr).toContain('is a symbolic link that leads out of its repository');
    expect(code).toBe(2);
  });

  it.each(['file.yaml', 'chain.yaml', 'git.yaml'])('is not read as a configuration: --config %s', async (path) => {
    const { code, stderr } = await runCli(['check', 'ok.yaml', '--config', path], repository());
    expect(stderr).toContain('leads out of its repository');
    expect(stderr).not.toContain('hidden-elsewhere');
    expect(code).toBe(2);
  });

  it('is followed within the repository, and where no repository could have brought it', async () => {
    const repo = repository();
    const around = join(repo, '..');
    symlinkSync('repo/ok.yaml', join(around, 'outer.yaml'));
    const inside = await runCli(['check', 'inside.yaml'], repo);
    const outer = await runCli(['check', 'outer.yaml'], around);
    expect([inside.stdout, outer.stdout].every((text) => text.includes('privileged'))).toBe(true);
  });
});

it('reads the pipe that a shell names', async () => {
  const repo = repository();
  const line = `"${process.execPath}" "${resolve('dist/cli.js')}" check --fail-on never <(cat ok.yaml)`;
  expect(execFileSync('bash', ['-c', line], { cwd: repo, encoding: 'utf8' })).toContain('privileged');
});

const BOMB = `apiVersion: v1\nkind: Pod\nmetadata: {name: bad}\n${Array.from(
  { length: 9 },
  (_, index) =>
    `a${index}: &a${index} [${Array(10)
      .fill(index === 0 ? 'x' : `*a${index - 1}`)
      .join(', ')}]\n`,
).join('')}`;

describe.each(['gates', 'access'])('%s', (command) => {
  it.each([
    ['aliases that multiply', BOMB],
    ['lists without end', `apiVersion: v1\nkind: Pod\na: ${'['.repeat(5000)}\n`],
    ['a million comments', `apiVersion: v1\nkind: Pod\n${'#\n'.repeat(600_000)}`],
  ])('says which document it could not read, beside a good one: %s', async (_, text) => {
    const folder = folderWith({ 'bad.yaml': text, 'ok.yaml': POD.replace('POD_NAME', 'ours') });
    const { stdout, stderr } = await runCli([command, '.', '--format', 'json'], folder);
    expect(stderr).toContain('skipped bad.yaml: Line 1: Not judged');
    expect((JSON.parse(stdout) as { skipped: { file: string }[] }).skipped.map(({ file }) => file)).toEqual([
      'bad.yaml',
    ]);
  });
});
