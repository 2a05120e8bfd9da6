import { describe, expect, it } from 'vitest';
import { folderWith, NAMESPACE, run } from './run';

describe('a wrong call', () => {
  it.each([
    [['check', 'missing.yaml'], "missing.yaml can't be read (it does not exist); check the path and its permissions."],
    [
      ['check', '--format', 'xml'],
      '`--format xml` is not known; write one of text, json, sarif, github, gitlab, junit, markdown.',
    ],
    [['check', '--fail-on', 'info'], '`--fail-on info` is not known'],
    [
      ['check', '--rule', 'no-such-rule=off'],
      'There is no rule "no-such-rule"; run "sidecar-guard rules" to list the rules.',
    ],
    [['check', '--rule', 'mutable-tag'], '`--rule mutable-tag` has no severity'],
    [['check', '--only', 'mutable-tag,nothing'], 'There is no rule "nothing"'],
    [['check', '--pod-security', 'strict'], '`--pod-security strict` is not a level'],
    [['check', '--pod-security', 'baseline:1.30'], '`--pod-security baseline:1.30` is not a level'],
    [['check', '--kubernetes-version', 'new'], '`--kubernetes-version new` is not a version'],
    [['check', '--wrong'], 'Unknown option \'--wrong\'. See "sidecar-guard --help".'],
    [['check', '--fix', '--fix-dry-run'], "`--fix` and `--fix-dry-run` can't be used together"],
    [['check', '--output', 'no/such/folder/report'], "`--output no/such/folder/report` can't be written"],
    [['explain', 'no-such-rule'], 'There is no rule "no-such-rule"'],
    [['explain'], '"explain" takes one rule'],
    [['rules', '--format', 'xml'], '`--format xml` is not known; write one of text, json.'],
    [['chekc'], 'There is no command "chekc"'],
    [[], 'No command was given'],
  ])('%j exits with 2 and one line', async (words, line) => {
    const { code, stdout, stderr } = await run(words, folderWith({ 'a.yaml': NAMESPACE }));
    expect(stderr).toContain(line);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});

describe('help', () => {
  it('tells the commands and options', async () => {
    const { code, stdout } = await run(['--help'], '/');
    expect(code).toBe(0);
    expect(stdout).toContain('check [PATH...]');
  });

  it('lists the rules by category', async () => {
    expect((await run(['rules'], '/')).stdout).toMatch(/^sidecar\n {2}writable-shared-volume +hint/);
    expect(JSON.parse((await run(['rules', '--format', 'json'], '/')).stdout)).toContainEqual(
      expect.objectContaining({ id: 'mutable-tag', category: 'images', severity: 'warning' }),
    );
  });

  it('explains the options of a rule', async () => {
    const { stdout } = await run(['explain', 'registry-not-allowed'], '/');
    expect(stdout).toMatch(/\nOptions\n\n {2}allowedRegistries: Registries, each with or without a path/);
  });

  it('explains a rule', async () => {
    const { stdout } = await run(['explain', 'host-path'], '/');
    expect(stdout).toMatch(/^host-path\n[\s\S]*\nWhy it matters\n[\s\S]*\nFound\n\n {2}apiVersion: v1\n/);
    expect(stdout.split('\n').filter((line) => line.length > 100 && !/^ {2}/.test(line))).toEqual([]);
  });
});
