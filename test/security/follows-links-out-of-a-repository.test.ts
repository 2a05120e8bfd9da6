import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, NAMESPACE, run } from '../unit/cli/run';

/** `--fix` writes its image anew. */
const POD = `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec: { containers: [{ name: web, image: nginx }] }
`;
const FIXED = POD.replace('image: nginx', 'image: docker.io/library/nginx');
const SECRET = 'hunter2-is-my-password';

/** A repository beside a folder that is not part of it. */
function repositoryBesideOthers(own: Readonly<Record<string, string>> = { 'own.yaml': POD }): {
  repo: string;
  outside: string;
} {
  const folder = folderWith({
    ...Object.fromEntries(Object.entries(own).map(([name, text]) => [`repo/${name}`, text])),
    'repo/.git/HEAD': 'ref: refs/heads/main\n',
    'outside/other.yaml': POD,
    'outside/secret': `${SECRET}: ${SECRET}\n`,
  });
  return { repo: join(folder, 'repo'), outside: join(folder, 'outside') };
}

const COMMANDS = [['check', '--fail-on', 'never'], ['access'], ['gates']];

describe('a link in a repository that leads out of it', () => {
  const LINKS: [string, (repo: string, outside: string) => void][] = [
    ['to a folder', (repo) => symlinkSync('../outside', join(repo, 'linked'))],
    ['to a file', (repo) => symlinkSync('../outside/other.yaml', join(repo, 'linked'))],
    ['by an absolute path', (repo, outside) => symlinkSync(outside, join(repo, 'linked'))],
    [
      'by another link',
      (repo) => {
        symlinkSync('../outside', join(repo, 'hop'));
        symlinkSync('hop', join(repo, 'linked'));
      },
    ],
    [
      'from a folder below',
      (repo) => {
        mkdirSync(join(repo, 'deep'));
        symlinkSync('../../outside', join(repo, 'deep/linked'));
      },
    ],
    ['to all of the disk', (repo) => symlinkSync('/', join(repo, 'linked'))],
  ];

  it.each(LINKS)('%s is neither read nor written through by --fix, and that is said', async (_, make) => {
    const { repo, outside } = repositoryBesideOthers();
    make(repo, outside);
    const target = lstatSync(join(repo, 'linked'), { throwIfNoEntry: false });
    // A link to a file is only of interest where its name is that of a manifest.
    if (target && !statSync(join(repo, 'linked')).isDirectory()) symlinkSync('linked', join(repo, 'linked.yaml'));
    const { stdout, code } = await run(['check', '.', '--fix', '--format', 'json', '--fail-on', 'never'], repo);
    const { files, skipped } = JSON.parse(stdout);
    expect(readFileSync(join(outside, 'other.yaml'), 'utf8')).toBe(POD);
    expect(readFileSync(join(repo, 'own.yaml'), 'utf8')).toBe(FIXED);
    expect({ files, code }).toEqual({ files: 1, code: 0 });
    expect(skipped.length).toBeGreaterThan(0);
    for (const { reason } of skipped) expect(reason).toMatch(/a symbolic link that leads out/);
  });

  it.each(COMMANDS.map((words) => [words]))('is said to be left out by %j', async (words) => {
    const { repo } = repositoryBesideOthers();
    symlinkSync('../outside/secret', join(repo, 'linked.yaml'));
    const { stdout, stderr } = await run(words, repo);
    expect(stdout + stderr).toMatch(/linked\.yaml: It is a symbolic link that leads out/);
    expect(stdout + stderr).not.toContain(SECRET);
  });

  it.each(['text', 'json', 'sarif', 'github', 'junit'])('is named in the %s report', async (format) => {
    const { repo } = repositoryBesideOthers();
    symlinkSync('../outside/secret', join(repo, 'linked.yaml'));
    const { stdout } = await run(['check', '--format', format], repo);
    expect(stdout).toContain('linked.yaml');
    expect(stdout).toContain('leads out');
    expect(stdout).not.toContain(SECRET);
  });

  it("does not show what git's own folder holds, such as the token of a CI service", async () => {
    const { repo } = repositoryBesideOthers();
    writeFileSync(join(repo, '.git/config'), `${SECRET}: [\n`);
    symlinkSync('.git/config', join(repo, 'linked.yaml'));
    symlinkSync('.git', join(repo, 'folder'));
    const { stdout, stderr } = await run(['check', '.'], repo);
    expect(stdout + stderr).not.toContain(SECRET);
    expect(stdout).toContain('linked.yaml');
  });

  it('that leads to nothing, or to itself, hides nothing of the others', async () => {
    const { repo } = repositoryBesideOthers();
    symlinkSync('nowhere', join(repo, 'a.yaml'));
    symlinkSync('b.yaml', join(repo, 'b.yaml'));
    const { stdout, code } = await run(['check', '--format', 'json', '--fail-on', 'never'], repo);
    expect({ code, files: JSON.parse(stdout).files }).toEqual({ code: 0, files: 1 });
    expect(JSON.parse(stdout).skipped.map(({ file }: { file: string }) => file)).toEqual(['a.yaml', 'b.yaml']);
  });
});

describe('--fix', () => {
  it('changes what a link within the repository leads to only where it is, and reports it as it is then', async () => {
    const { repo } = repositoryBesideOthers();
    symlinkSync('own.yaml', join(repo, 'again.yaml'));
    const { stdout } = await run(['check', '.', '--fix', '--format', 'json', '--only', 'unqualified-image'], repo);
    expect(lstatSync(join(repo, 'again.yaml')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(repo, 'own.yaml'), 'utf8')).toBe(FIXED);
    expect(JSON.parse(stdout)).toMatchObject({ files: 1, findings: [] });
  });

  it.each([
    ['the link itself', 'linked.yaml'],
    ['a file in a linked folder', 'folder/other.yaml'],
    ['a linked folder', 'folder'],
    ['a way around by ..', 'folder/../folder/other.yaml'],
  ])('neither reads nor writes %s, though the user names it', async (_, path) => {
    const { repo, outside } = repositoryBesideOthers();
    symlinkSync('../outside/other.yaml', join(repo, 'linked.yaml'));
    symlinkSync('../outside', join(repo, 'folder'));
    const words = ['check', path, '--fix', '--format', 'json', '--only', 'unqualified-image'];
    const { stdout, stderr } = await run(words, repo);
    expect(readFileSync(join(outside, 'other.yaml'), 'utf8')).toBe(POD);
    expect(JSON.parse(stdout).findings).toHaveLength(0);
    expect(stderr).toContain('It is a symbolic link that leads out of its repository, so it was not followed');
  });

  it('writes nothing through a link that the user names outside of repositories', async () => {
    const folder = folderWith({ 'a/x.yaml': POD });
    symlinkSync('a', join(folder, 'b'));
    const { stderr } = await run(['check', 'b', '--fix', '--fail-on', 'never'], folder);
    expect(readFileSync(join(folder, 'a/x.yaml'), 'utf8')).toBe(POD);
    expect(stderr).toContain('b is a symbolic link');
  });

  it('leaves a file alone that has a second name, which may be outside', async () => {
    const { repo, outside } = repositoryBesideOthers({});
    linkSync(join(outside, 'other.yaml'), join(repo, 'own.yaml'));
    const { stderr } = await run(['check', '--fix', '--fail-on', 'never'], repo);
    expect(readFileSync(join(outside, 'other.yaml'), 'utf8')).toBe(POD);
    expect(stderr).toContain('own.yaml was not changed: it has 2 hard links');
  });

  it('keeps the permissions of a file', async () => {
    const { repo } = repositoryBesideOthers();
    chmodSync(join(repo, 'own.yaml'), 0o640);
    await run(['check', '--fix', '--fail-on', 'never'], repo);
    expect(statSync(join(repo, 'own.yaml')).mode & 0o777).toBe(0o640);
    expect(readFileSync(join(repo, 'own.yaml'), 'utf8')).toBe(FIXED);
  });
});

describe('--output', () => {
  it.each([
    [
      'a link',
      'report.json',
      (repo: string, outside: string) => symlinkSync(join(outside, 'secret'), join(repo, 'report.json')),
    ],
    ['a link to nothing', 'report.json', (repo: string) => symlinkSync('../outside/new', join(repo, 'report.json'))],
    ['a linked folder', 'out/secret', (repo: string) => symlinkSync('../outside', join(repo, 'out'))],
    ['a linked folder behind ..', 'a/../out/secret', (repo: string) => symlinkSync('../outside', join(repo, 'out'))],
  ])('does not follow %s that stands in the repository', async (_, name, make) => {
    const { repo, outside } = repositoryBesideOthers();
    make(repo, outside);
    const { code, stderr } = await run(['check', '--format', 'json', '--output', name], repo);
    expect(code).toBe(2);
    expect(stderr).toContain(`\`--output ${name}\` was not written`);
    expect(readFileSync(join(outside, 'secret'), 'utf8')).toContain(SECRET);
    expect(lstatSync(join(outside, 'new'), { throwIfNoEntry: false })).toBeUndefined();
  });

  it('does not follow a link in a folder that is no repository either', async () => {
    const folder = folderWith({ 'unpacked/a.yaml': NAMESPACE, 'secret.json': SECRET });
    symlinkSync('../secret.json', join(folder, 'unpacked/report.json'));
    const { code } = await run(['check', '--output', 'report.json'], join(folder, 'unpacked'));
    expect({ code, text: readFileSync(join(folder, 'secret.json'), 'utf8') }).toEqual({ code: 2, text: SECRET });
  });

  it('follows a link elsewhere, such as that of /dev/stdout', async () => {
    const { repo, outside } = repositoryBesideOthers();
    symlinkSync('real.json', join(outside, 'report.json'));
    const { code } = await run(
      ['check', '--format', 'json', '--fail-on', 'never', '--output', join(outside, 'report.json')],
      repo,
    );
    expect(code).toBe(0);
    expect(readlinkSync(join(outside, 'report.json'))).toBe('real.json');
    expect(JSON.parse(readFileSync(join(outside, 'real.json'), 'utf8')).files).toBe(1);
  });
});

describe('a linked .sidecar-guard.yaml', () => {
  it.each([
    ['a file', '../outside/secret'],
    ['nothing', '../outside/nothing'],
    ["git's own folder", '.git/HEAD'],
  ])('that leads to %s is refused, and nothing of it is shown', async (_, target) => {
    const { repo } = repositoryBesideOthers();
    symlinkSync(target, join(repo, '.sidecar-guard.yaml'));
    const { code, stdout, stderr } = await run(['check'], repo);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      /\.sidecar-guard\.yaml (?:was not read: it is a symbolic link that leads out of the repository|is a broken symbolic link)/,
    );
    expect(stderr).not.toMatch(new RegExp(`${SECRET}|refs/heads`));
  });

  it('within the repository holds', async () => {
    const { repo } = repositoryBesideOthers({ 'own.yaml': POD, 'ci/settings.yaml': 'rules: { mutable-tag: off }\n' });
    symlinkSync('ci/settings.yaml', join(repo, '.sidecar-guard.yaml'));
    const { stdout } = await run(['check', '--format', 'json', '--only', 'mutable-tag'], repo);
    expect(JSON.parse(stdout).findings).toEqual([]);
  });
});

it('a linked .gitignore is not read, as git does not read it, and that is said', async () => {
  const { repo, outside } = repositoryBesideOthers();
  writeFileSync(join(outside, 'rules'), '*.yaml\n');
  symlinkSync('../outside/rules', join(repo, '.gitignore'));
  const { stdout } = await run(['check', '--format', 'json'], repo);
  expect(JSON.parse(stdout)).toMatchObject({ files: 1, skipped: [{ file: '.gitignore' }] });
});

it('a pipe that stands where a file is expected keeps nothing waiting', async () => {
  const { repo } = repositoryBesideOthers();
  for (const name of ['.gitignore', 'pipe.yaml']) execFileSync('mkfifo', [join(repo, name)]);
  const { stdout } = await run(['check', '--format', 'json'], repo);
  expect(JSON.parse(stdout).skipped.map(({ file }: { file: string }) => file)).toEqual(['.gitignore', 'pipe.yaml']);
});
