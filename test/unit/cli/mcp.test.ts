import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { describe, expect, it, onTestFinished } from 'vitest';
import { check } from '../../../server/src/library';
import { podWith } from '../manifests';
import { folderWith, run } from './run';

interface Answer {
  readonly isError: boolean;
  readonly text: string;
}

/** What an agent that works in a folder can call. */
async function agentIn(cwd: string): Promise<(tool: string, input?: Record<string, unknown>) => Promise<Answer>> {
  const client = new Client({ name: 'agent', version: '1' });
  await client.connect(
    new StdioClientTransport({ command: process.execPath, args: [resolve('dist/cli.js'), 'mcp'], cwd }),
  );
  onTestFinished(() => client.close());
  return async (name, input = {}) => {
    const { content, isError = false } = await client.callTool({ name, arguments: input });
    return { isError, text: content.map((part) => (part.type === 'text' ? part.text : '')).join('\n') };
  };
}

describe('the server for agents', () => {
  it('finds what the command line and the library find, in every fixture', async () => {
    const call = await agentIn(resolve('test/fixtures'));
    let compared = 0;
    for (const folder of readdirSync('test/fixtures', { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
      const { stdout } = await run(['check', folder.name, '--format', 'json'], resolve('test/fixtures'));
      if (stdout === '') continue;
      const printed = JSON.parse(stdout).findings;
      compared++;
      const { findings } = await check(folder.name, { cwd: resolve('test/fixtures') });
      expect(findings, folder.name).toEqual(printed);
      const { text } = await call('check', { paths: [folder.name], severity: 'hint', limit: 10_000 });
      const told = JSON.parse(text);
      expect(told.notShown).toBe(0);
      expect(sorted(told.findings), folder.name).toEqual(sorted(printed));
    }
    expect(compared).toBeGreaterThan(2);
  });

  it('tells the worst findings first, and how many more there are', async () => {
    const call = await agentIn(
      folderWith({ 'a.yaml': podWith('a'), '.sidecar-guard.yaml': 'rules: { privileged: error }' }),
    );
    const { findings, counts, notShown } = JSON.parse((await call('check', { severity: 'hint', limit: 1 })).text);
    expect(findings.map(({ rule }: { rule: string }) => rule)).toEqual(['privileged']);
    expect(counts.error).toBe(1);
    expect(notShown).toBe(counts.warning + counts.information + counts.hint);
  });

  it('shows fixes as a diff, and changes nothing', async () => {
    const text = readFileSync('examples/payments-deployment.yaml', 'utf8');
    const folder = folderWith({ 'a.yaml': text });
    const call = await agentIn(folder);
    expect((await call('fixes')).text).toMatch(/^--- .*a\.yaml\n(?:.*\n)*\+ /m);
    expect(readFileSync(join(folder, 'a.yaml'), 'utf8')).toBe(text);
    expect(readdirSync(folder)).toEqual(['a.yaml']);
  });

  it('lists gates and access, and explains rules', async () => {
    const call = await agentIn(resolve('test/fixtures/workspace'));
    for (const tool of ['gates', 'access']) {
      const { stdout } = await run([tool, '--format', 'json'], resolve('test/fixtures/workspace'));
      expect((await call(tool)).text.startsWith(stdout), tool).toBe(true);
    }
    expect((await call('explain', { rule: 'privileged' })).text).toContain('root on the node');
    expect(await call('explain', { rule: 'none' })).toEqual({
      isError: true,
      text: expect.stringContaining('no rule "none"'),
    });
  });

  it.each(['..', '/etc', 'out', 'a/../../x', '-'])(
    'looks at nothing outside of the working folder: %s',
    async (path) => {
      const folder = folderWith({ 'in/a.yaml': podWith('a'), 'secret/b.yaml': podWith('b') });
      symlinkSync('../secret', join(folder, 'in/out'));
      const call = await agentIn(join(folder, 'in'));
      for (const tool of ['check', 'fixes', 'gates', 'access'])
        expect(await call(tool, { paths: [path] })).toEqual({
          isError: true,
          text: expect.stringContaining('is not below the working folder'),
        });
    },
  );

  it('takes no option for a path, and refuses what it does not know', async () => {
    const folder = folderWith({ 'a.yaml': podWith('a') });
    mkdirSync(join(folder, '--fix'));
    writeFileSync(join(folder, '--fix/b.yaml'), podWith('b'));
    const call = await agentIn(folder);
    const { findings } = JSON.parse((await call('check', { paths: ['--fix'] })).text);
    expect(findings[0].file).toBe('--fix/b.yaml');
    expect(readFileSync(join(folder, '--fix/b.yaml'), 'utf8')).toBe(podWith('b'));
    expect((await call('check', { fix: true })).isError).toBe(true);
    expect((await call('check', { paths: ['missing.yaml'] })).isError).toBe(true);
  });
});

function sorted(findings: readonly object[]): string[] {
  return findings.map((finding) => JSON.stringify(finding)).sort();
}
