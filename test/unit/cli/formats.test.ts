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
    expect(stdout).toContain('<testsuite name="sidecar-guard" tests="2" failures="1" skipped="0">');
    expect(stdout).toContain('<testcase classname="sidecar-guard" name="b.yaml">\n  </testcase>');
    expect(stdout).toContain('message="No tag (means `latest`): the image of container &quot;main-application&quot;');
  });

  it('--output writes the report to a file', async () => {
    const folder = folderWith({ 'a.yaml': SEED });
    const { stdout } = await run(['check', '--format', 'json', '--output', 'report.json', 'a.yaml'], folder);
    expect(stdout).toBe('');
    expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')).version).toBe(1);
  });
});
