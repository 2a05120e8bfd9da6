import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, NAMESPACE, run } from '../unit/cli/run';
import { podWith } from '../unit/manifests';

const POD = podWith('web');

interface Json {
  files: number;
  findings: { file: string }[];
  skipped: { file: string; reason: string }[];
  leftOut: Record<string, number>;
}

function git(folder: string, ...words: string[]): void {
  const settings = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'protocol.file.allow=always'];
  const env = { PATH: process.env.PATH, HOME: folder, GIT_CONFIG_NOSYSTEM: '1' };
  execFileSync('git', [...settings, ...words], { cwd: folder, env, stdio: 'pipe' });
}

/** A repository whose .gitignore names a manifest that is tracked, in several ways. */
function repository(files: Readonly<Record<string, string>>, ...init: string[]): string {
  const folder = folderWith(files);
  git(folder, 'init', '-q', ...init);
  git(folder, 'add', '-f', '.');
  return folder;
}

async function filesWithFindings(folder: string, ...words: string[]): Promise<string[]> {
  const { findings } = await report(folder, ...words);
  return [...new Set(findings.map(({ file }) => file))];
}

async function report(folder: string, ...words: string[]): Promise<Json> {
  const { stdout } = await run(['check', '--only', 'privileged', '--format', 'json', ...words], folder);
  return JSON.parse(stdout) as Json;
}

describe('a manifest that git tracks', () => {
  it.each([
    ['by its name', 'a.yaml\n'],
    ['by a pattern', '*.yaml\n'],
    ['by everything', '*\n'],
    ['by everything below', '/**\n'],
    ['by a pattern that is taken back for others', '*\n!b.yaml\n'],
    ['by many stars', `${'*a*'.repeat(50)}\n**/**/**/**/**/a.yaml\n*.yaml\n`],
  ])('is judged although .gitignore names it %s', async (_, rules) => {
    expect(await filesWithFindings(repository({ 'a.yaml': POD, '.gitignore': rules }))).toEqual(['a.yaml']);
  });

  it.each([
    ['in an ignored folder', 'build/a.yaml', 'build/\n'],
    ['deep in an ignored folder', 'build/b/c/d/a.yaml', 'build\n'],
    ['in node_modules', 'node_modules/x/a.yaml', ''],
    ['in ignored node_modules', 'deep/node_modules/x/a.yaml', 'node_modules\n'],
    ['in a folder with a .yaml name', 'a.yaml/b.yaml', '*.yaml\n'],
    ['with an odd name', 'ä ö\n.yaml', '*\n'],
  ])('is judged %s, and only the tracked ones there', async (_, path, rules) => {
    const folder = repository({ [path]: POD, '.gitignore': rules });
    writeFileSync(join(folder, path, '../untracked.yaml'), POD);
    expect(await filesWithFindings(folder)).toEqual([path]);
  });

  it.each([
    ['version 2', ['update-index', '--index-version', '2']],
    ['version 3', ['add', '-N', '-f', 'z.yaml']],
    ['version 4', ['update-index', '--index-version', '4']],
    ['in two parts', ['update-index', '--split-index']],
    ['with a cache of untracked files', ['update-index', '--force-untracked-cache']],
  ])('is judged with an index of %s', async (_, words) => {
    const folder = repository({
      'a/b/one.yaml': POD,
      'a/b/other.yaml': POD,
      'a/c.yaml': POD,
      '.gitignore': '*.yaml\n',
    });
    writeFileSync(join(folder, 'z.yaml'), NAMESPACE);
    git(folder, ...words);
    const expected = ['a/b/one.yaml', 'a/b/other.yaml', 'a/c.yaml'];
    expect(await filesWithFindings(folder)).toEqual(expected);
    writeFileSync(join(folder, 'late.yaml'), POD);
    git(folder, 'add', '-f', 'late.yaml');
    expect(await filesWithFindings(folder)).toEqual([...expected, 'late.yaml']);
    rmSync(join(folder, '.git/index.lock'), { force: true });
    writeFileSync(join(folder, 'untracked.yaml'), POD);
    expect((await report(folder)).leftOut.ignoredFiles).toBeGreaterThan(0);
  });

  it('is judged in a repository with SHA-256', async () => {
    const folder = repository({ 'a.yaml': POD, 'b/c.yaml': POD, '.gitignore': '*\n' }, '--object-format=sha256');
    expect(await filesWithFindings(folder)).toEqual(['a.yaml', 'b/c.yaml']);
    writeFileSync(join(folder, 'untracked.yaml'), POD);
    expect(await filesWithFindings(folder)).toEqual(['a.yaml', 'b/c.yaml']);
  });

  it('is judged in a worktree and in a submodule', async () => {
    const folder = repository({ 'a.yaml': POD, '.gitignore': '*.yaml\n' });
    git(folder, 'commit', '-qm', 'x');
    const other = folderWith({ 'x.txt': '' });
    git(folder, 'worktree', 'add', '-q', join(other, 'tree'));
    writeFileSync(join(other, 'tree/untracked.yaml'), POD);
    expect(await filesWithFindings(join(other, 'tree'))).toEqual(['a.yaml']);

    const outer = repository({ '.gitignore': 'sub\n' });
    git(outer, 'submodule', '--quiet', 'add', '-f', folder, 'sub');
    expect(await filesWithFindings(outer)).toEqual(['sub/a.yaml']);
  });

  it('is judged where the search starts below the top', async () => {
    const folder = repository({ 'apps/a.yaml': POD, '.gitignore': 'a.yaml\n' });
    expect(await filesWithFindings(folder, 'apps')).toEqual(['apps/a.yaml']);
    expect(await filesWithFindings(join(folder, 'apps'))).toEqual(['a.yaml']);
  });

  it.each(['truncated', 'of zeros', 'a folder', 'of another program'])(
    'is judged where the index is %s, and that is said',
    async (how) => {
      const folder = repository({ 'a.yaml': POD, '.gitignore': '*.yaml\n' });
      const index = join(folder, '.git/index');
      const bytes = readFileSync(index);
      rmSync(index);
      if (how === 'a folder') mkdirSync(index);
      else if (how === 'truncated') writeFileSync(index, bytes.subarray(0, 60));
      else
        writeFileSync(
          index,
          how === 'of zeros' ? Buffer.alloc(4096) : 'DIRC of something else, which has its own format\n',
        );
      const { findings, skipped } = await report(folder);
      expect(findings.map(({ file }) => file)).toEqual(['a.yaml']);
      expect(skipped).toEqual([
        { file: '.git', reason: expect.stringContaining('The list of tracked files could not be read') },
      ]);
    },
  );

  it('is judged in a folder with a .git of its own', async () => {
    const folder = repository({ 'sub/a.yaml': POD, '.gitignore': 'sub/*.yaml\n' });
    mkdirSync(join(folder, 'sub/.git'));
    expect(await filesWithFindings(folder)).toEqual(['sub/a.yaml']);
  });
});

it('a .git in a folder below takes no settings of the repository away', async () => {
  const folder = folderWith({
    '.git/HEAD': '',
    '.sidecar-guard.yaml': 'rules: { privileged: error }\n',
    'sub/.git/HEAD': '',
    'sub/a.yaml': POD,
  });
  expect((await report(folder)).findings).toMatchObject([{ file: 'sub/a.yaml', severity: 'error' }]);
});

describe('what git ignores and does not track', () => {
  it('is left out and counted in every format, and --no-ignore judges it', async () => {
    const folder = repository({ 'a.yaml': POD, '.gitignore': 'scratch.yaml\nbuild\n' });
    for (const name of ['scratch.yaml', 'build/b.yaml', 'node_modules/x/c.yaml']) {
      mkdirSync(join(folder, name, '..'), { recursive: true });
      writeFileSync(join(folder, name), POD);
    }
    const { files, leftOut } = await report(folder);
    expect({ files, leftOut }).toEqual({
      files: 1,
      leftOut: { ignoredFiles: 1, ignoredFolders: 1, foreignFolders: 1, excludedFiles: 0 },
    });
    for (const format of ['text', 'sarif', 'github', 'gitlab', 'junit'])
      expect((await run(['check', '--format', format], folder)).stdout).toContain(
        'Left out: 1 file and 1 folder in .gitignore (use --no-ignore to check them), 1 folder of third-party code',
      );
    for (const command of ['gates', 'access']) {
      expect((await run([command], folder)).stderr).toContain('Left out: 1 file and 1 folder');
      expect(JSON.parse((await run([command, '--format', 'json'], folder)).stdout).leftOut).toEqual(leftOut);
      expect((await run([command, '--no-ignore'], folder)).stderr).not.toContain('.gitignore');
    }
    expect(await filesWithFindings(folder, '--no-ignore')).toEqual(['a.yaml', 'build/b.yaml', 'scratch.yaml']);
  });
});

describe('a run that judged nothing', () => {
  it.each([
    ['an empty folder', {}, ['check']],
    ['a folder without YAML', { 'readme.md': '' }, ['access']],
    ['a folder that is ignored as a whole', { '.gitignore': '*\n', 'a.yaml': POD }, ['check']],
    ['a folder with other people’s code alone', { 'node_modules/a.yaml': POD }, ['gates']],
    ['an audit of a folder that the user names', {}, ['audit', '.', '--kubectl', './none']],
  ])('is no success: %s', async (_, files, words) => {
    const { code, stdout, stderr } = await run(words, folderWith(files));
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('No manifest was found in .');
  });

  it('says why', async () => {
    const folder = folderWith({ '.gitignore': '*\n', 'a.yaml': POD });
    expect((await run(['check'], folder)).stderr).toContain('Left out: 1 file in .gitignore');
    const linked = folderWith({});
    symlinkSync('/etc', join(linked, 'etc'));
    expect((await run(['check'], linked)).stderr).toContain('etc: It is a symbolic link that leads out');
  });
});

describe('bytes that are no UTF-8', () => {
  const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');
  it.each([
    [
      'in a comment, which kubectl does not mind',
      Buffer.concat([Buffer.from(POD), Buffer.from('# caf\xe9\n', 'latin1')]),
    ],
    ['in a later document', Buffer.concat([Buffer.from(POD), Buffer.from('---\na: \xff\n', 'latin1')])],
    ['in UTF-16, which kubectl reads', utf16(POD)],
    ['in UTF-16 of the other order', utf16(POD).swap16()],
    ['as a NUL at the end', Buffer.from(`${POD}---\n# \0\n`)],
  ])('do not hide the pod beside them: %s', async (_, bytes) => {
    const folder = folderWith({ 'a.yaml': bytes });
    expect(await filesWithFindings(folder)).toEqual(['a.yaml']);
    const { stderr } = await run(['check', '--fix', '--fail-on', 'never'], folder);
    if (stderr !== '') expect(stderr).toContain('a.yaml was not changed: it is not UTF-8 text');
    expect(readFileSync(join(folder, 'a.yaml')).equals(bytes)).toBe(true);
  });

  it('in the name of a file are said to keep it from being judged', async () => {
    const folder = folderWith({ 'good.yaml': POD });
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from('\xff.yaml', 'latin1')]), POD);
    mkdirSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from('\xfe', 'latin1')]));
    const { code, stdout, stderr } = await run(['check', '--format', 'json', '--only', 'privileged'], folder);
    expect(code).toBe(2);
    expect(JSON.parse(stdout).findings).toMatchObject([{ file: 'good.yaml' }]);
    expect(JSON.parse(stdout).skipped).toHaveLength(2);
    expect(stderr).toContain('was not judged. Its name is not UTF-8 text');
  });
});

describe('an endless file', () => {
  const HUGE = Buffer.alloc(17 * 1024 * 1024, '#\n');

  it.each([[['check', '--format', 'json']], [['gates', '--format', 'json']], [['access', '--format', 'json']]])(
    'is said not to be judged by %j, with exit code 2, and the others are',
    async (words) => {
      const { code, stdout, stderr } = await run(words, folderWith({ 'good.yaml': POD, 'huge.yaml': HUGE }));
      expect(code).toBe(2);
      expect(JSON.parse(stdout).skipped).toEqual([{ file: 'huge.yaml', reason: expect.stringContaining('too large') }]);
      expect(stderr).toContain('huge.yaml was not judged. It is too large');
    },
  );

  it('on stdin is refused, too', async () => {
    const { code, stderr } = await run(['check', '-'], '/', HUGE.toString());
    expect(code).toBe(2);
    expect(stderr).toContain('<stdin> was not judged. It is too large');
  });
});
