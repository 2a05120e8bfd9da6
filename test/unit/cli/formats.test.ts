import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, run } from './run';

const SEED = readFileSync('test/fixtures/seed/sidecar-injection.yaml', 'utf8');

describe('report formats', () => {
  it('SARIF has a result with its place, counted from 1, and the rule that it refers to', async () => {
    const { stdout } = await run(['check', '--format', 'sarif'], folderWith({ 'a b.yaml': SEED }));
    const log = JSON.parse(stdout);
    const [{ tool, results }] = log.runs;
    expect(log.version).toBe('2.1.0');
    expect(results).toHaveLength(9);
    const result = results.at(-2);
    expect(tool.driver.rules[result.ruleIndex].id).toBe('writable-shared-volume');
    expect(result).toMatchObject({
      ruleId: 'writable-shared-volume',
      level: 'warning',
      locations: [
        { physicalLocation: { artifactLocation: { uri: 'a%20b.yaml' }, region: { startLine: 20, startColumn: 22 } } },
      ],
    });
  });

  it('GitHub gets workflow commands with what must be escaped escaped', async () => {
    const { stdout } = await run(
      ['check', '--format', 'github', '--only', 'mutable-tag'],
      folderWith({ 'a,b%.yaml': SEED }),
    );
    expect(stdout.split('\n')[0]).toMatch(
      /^::warning file=a%2Cb%25\.yaml,line=11,endLine=11,col=14,endColumn=19,title=mutable-tag::No tag \(means `latest`\): the image of container "main-application"/,
    );
  });

  it('JUnit has a failed case for a file with findings, and valid XML', async () => {
    const { stdout } = await run(['check', '--format', 'junit'], folderWith({ 'a.yaml': SEED, 'b.yaml': 'x: 1\n' }));
    expect(stdout).toContain('<testsuite name="sidecar-guard" tests="2" failures="1" errors="0" skipped="0">');
    expect(stdout).toContain('<testcase classname="sidecar-guard" name="b.yaml">\n  </testcase>');
    expect(stdout).toContain('message="No tag (means `latest`): the image of container &quot;main-application&quot;');
  });

  it('--output writes the report to a file', async () => {
    const folder = folderWith({ 'a.yaml': SEED });
    const { stdout } = await run(['check', '--format', 'json', '--output', 'report.json', 'a.yaml'], folder);
    expect(stdout).toBe('');
    expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')).version).toBe(1);
  });

  it('SARIF has the version, help as Markdown, edits of fixes, and what was silenced', async () => {
    const silenced = SEED.replace(
      'image: nginx',
      'image: nginx # sidecar-guard-disable-line mutable-tag -- built here',
    );
    const folder = folderWith({
      'a.yaml': silenced,
      '.sidecar-guard.yaml': 'ignore: [{ rule: not-native, reason: later }]\n',
    });
    const { stdout } = await run(['check', '--format', 'sarif'], folder);
    const [{ tool, results }] = JSON.parse(stdout).runs;
    expect(tool.driver.version).toMatch(/^\d/);
    expect(tool.driver.rules[0].help.markdown).toContain('## Why it matters');
    const suppressed = results.filter(({ suppressions }: { suppressions?: object[] }) => suppressions);
    expect(suppressed.map(({ ruleId, suppressions }: never) => [ruleId, suppressions])).toEqual([
      ['mutable-tag', [{ kind: 'inSource', status: 'accepted', justification: 'built here' }]],
      ['not-native', [{ kind: 'external', status: 'accepted', justification: 'later' }]],
    ]);
    const [fixed] = results.filter(({ ruleId }: { ruleId: string }) => ruleId === 'writable-shared-volume');
    expect(fixed.fixes[0].artifactChanges).toEqual([
      {
        artifactLocation: { uri: 'a.yaml' },
        replacements: [
          { deletedRegion: expect.any(Object), insertedContent: { text: expect.stringContaining('readOnly: true') } },
        ],
      },
    ]);
  });

  it('fingerprints stay the same when lines move, and differ within a run', async () => {
    const printsOf = async (text: string): Promise<string[]> => {
      const { stdout } = await run(['check', '--format', 'sarif'], folderWith({ 'a.yaml': text }));
      return JSON.parse(stdout).runs[0].results.map(
        (result: { partialFingerprints: { primaryLocationLineHash: string } }) =>
          result.partialFingerprints.primaryLocationLineHash,
      );
    };
    const prints = await printsOf(`${SEED}---\n${SEED}`);
    expect(new Set(prints).size).toBe(prints.length);
    expect(await printsOf(`# moved\n\n${SEED}---\n${SEED}`)).toEqual(prints);
  });

  it('GitLab gets a code quality report, also with what was skipped', async () => {
    const folder = folderWith({ 'a.yaml': SEED, 'b.yaml': 'a: [\n' });
    const { stdout } = await run(['check', '--format', 'gitlab'], folder);
    const issues = JSON.parse(stdout);
    expect(issues).toHaveLength(10);
    expect(issues.at(-1)).toMatchObject({ check_name: 'skipped', location: { path: 'b.yaml' } });
    expect(issues[1]).toEqual({
      type: 'issue',
      check_name: 'mutable-tag',
      description: expect.stringContaining('main-application'),
      categories: ['Security'],
      severity: 'major',
      fingerprint: expect.stringMatching(/^[0-9a-f]{16}:1$/),
      location: { path: 'a.yaml', lines: { begin: 11, end: 11 } },
    });
    expect(new Set(issues.map(({ fingerprint }: { fingerprint: string }) => fingerprint)).size).toBe(10);
  });

  it('Markdown has counts, the worst findings, and no row that a name could break', async () => {
    const folder = folderWith({ 'a|b.yaml': SEED, 'c.yaml': 'a: [\n' });
    const { stdout } = await run(['check', '--format', 'markdown'], folder);
    expect(stdout).toContain('3 warnings, 4 information, 2 hints in 2 files.');
    expect(stdout).toContain('| 2 | warning | `mutable-tag` |');
    expect(stdout).toContain('| warning | `a¦b.yaml:11` |');
    expect(stdout).not.toContain('unbounded-shared-volume`)');
    expect(stdout).toContain('| `c.yaml` | Line 2 is not valid YAML');
  });

  it('several are written in one run, and one is printed', async () => {
    const folder = folderWith({ 'a.yaml': SEED, 'b.yaml': SEED });
    const words = ['--format', 'sarif=a.sarif', '--format', 'json', '--format', 'junit=a.xml'];
    const { stdout } = await run(['check', ...words], folder);
    const { findings } = JSON.parse(stdout);
    expect(JSON.parse(readFileSync(join(folder, 'a.sarif'), 'utf8')).runs[0].results).toHaveLength(findings.length);
    expect(readFileSync(join(folder, 'a.xml'), 'utf8').match(/<failure/g)?.length).toBeGreaterThan(5);
    expect((await run(['check', '--format', 'json', '--format', 'text'], folder)).code).toBe(2);
  });
});

describe('text', () => {
  it('has the worst file first, a count of what it does not show, and a summary by rule', async () => {
    const worse = SEED.replace('image: nginx', 'image: nginx\n      securityContext: { privileged: true }');
    const folder = folderWith({ 'a.yaml': SEED, 'b.yaml': worse });
    const { stdout } = await run(['check', '--rule', 'privileged=error'], folder);
    expect(stdout.match(/^\S+\.yaml: .*$/gm)).toEqual(['b.yaml: 1 error, 3 warnings', 'a.yaml: 3 warnings']);
    expect(stdout).toMatch(/\n1 error privileged\n4 warning mutable-tag\n2 warning writable-shared-volume\n/);
    expect(stdout).toMatch(/\d+ not shown; `--severity hint` shows all\.\n1 error, 6 warnings, .* in 2 files\n$/);
    expect((await run(['check', '--severity', 'hint'], folder)).stdout).not.toContain('not shown');
  });

  it('--quiet prints findings only, and --color colours', async () => {
    const folder = folderWith({ 'a.yaml': SEED, 'b.yaml': 'a: [\n' });
    const { stdout } = await run(['check', '--quiet', '--only', 'mutable-tag'], folder);
    expect(stdout).not.toMatch(/skipped|in 2 files/);
    expect((await run(['check', '-q', '--only', 'privileged'], folder)).stdout).toBe('');
    expect((await run(['check', '--color', 'always'], folder)).stdout).toContain('\u001b[33mwarning');
    expect((await run(['check', '--color', 'never'], folder)).stdout).not.toContain('\u001b');
  });
});
