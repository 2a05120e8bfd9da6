import { describe, expect, it } from 'vitest';
import { podWith } from '../manifests';
import { folderWith, run } from './run';

const severities = async (folder: string, ...words: string[]): Promise<string[]> => {
  const { stdout } = await run(['check', '--format', 'json', '--only', 'privileged', ...words], folder);
  const { findings } = JSON.parse(stdout) as { findings: { file: string; severity: string }[] };
  return findings.map(({ file, severity }) => `${file} ${severity}`);
};

describe('.sidecar-guard.yaml', () => {
  const FILES = {
    '.sidecar-guard.yaml': 'rules: { privileged: hint }\n',
    'a.yaml': podWith('a'),
    'team/.sidecar-guard.yaml': 'podSecurity: baseline\n',
    'team/base/b.yaml': podWith('b'),
  };

  it('counts for the manifests below it, the nearest for each', async () => {
    expect(await severities(folderWith(FILES))).toEqual(['a.yaml hint', 'team/base/b.yaml error']);
    expect(await severities(folderWith(FILES), 'team/base/b.yaml')).toEqual(['team/base/b.yaml error']);
  });

  it('gives way to --config, and both to the options of the command line', async () => {
    const folder = folderWith({ ...FILES, 'ci.yaml': 'rules: { privileged: information }\n' });
    expect(await severities(folder, '--config', 'ci.yaml', 'a.yaml', 'team')).toEqual([
      'a.yaml information',
      'team/base/b.yaml information',
    ]);
    expect(await severities(folder, '--config', 'ci.yaml', '--rule', 'privileged=error', 'a.yaml')).toEqual([
      'a.yaml error',
    ]);
    expect(await severities(folder, '--pod-security', 'privileged')).toEqual([]);
  });

  it('is no manifest, and no other file is read beyond the repository', async () => {
    const folder = folderWith({
      '.sidecar-guard.yaml': 'rules: { privileged: hint }\n',
      'repo/.git/HEAD': '',
      'repo/a.yaml': podWith('a'),
    });
    expect(await severities(`${folder}/repo`)).toEqual(['a.yaml warning']);
  });

  it.each([
    [{ '.sidecar-guard.yaml': 'rules:\n  nope: off\n', 'a.yaml': podWith('a') }, [], ':2: There is no rule "nope"'],
    [{ 'a.yaml': podWith('a') }, ['--config', 'missing.yaml'], "missing.yaml can't be read (it does not exist)"],
  ])('with a mistake is a wrong call', async (files, words, part) => {
    const { code, stderr } = await run(['check', ...words], folderWith(files));
    expect(code).toBe(2);
    expect(stderr).toContain(part);
    expect(stderr.trimEnd()).not.toContain('\n');
  });
});
