import { describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../server/src/configuration/configuration';
import { configurationDiagnostics } from '../../server/src/language/configuration-diagnostics';
import { folderWith, NAMESPACE, run } from '../unit/cli/run';

const OWN_TO_EVERY_OBJECT = ['hasOwnProperty', '__proto__', 'constructor', 'toString', 'valueOf', '__defineGetter__'];

describe('a name that means something to JavaScript', () => {
  it.each(OWN_TO_EVERY_OBJECT)('%s is an unknown setting like any other', async (name) => {
    const files = { 'a.yaml': NAMESPACE, '.sidecar-guard.yaml': `${name}: {}\n` };
    const { code, stderr } = await run(['check'], folderWith(files));
    expect(code).toBe(2);
    expect(stderr).toContain(`.sidecar-guard.yaml:1: "${name}" is unknown. Write one of rules,`);
  });

  it.each(OWN_TO_EVERY_OBJECT)('%s is an unknown rule, severity and level like any other', (name) => {
    const problems = (text: string): string[] => parseConfiguration(text).problems.map(({ message }) => message);
    expect(problems(`rules: { ${name}: error }\n`)).toEqual([expect.stringContaining(`There is no rule "${name}"`)]);
    expect(problems(`rules: { privileged: ${name} }\n`)).toEqual([expect.stringContaining('not a severity')]);
    expect(problems(`podSecurity: ${name}\n`)).toEqual([expect.stringContaining('not a level')]);
    expect(problems(`kubernetesVersion: ${name}\n`)).toEqual([expect.stringContaining('not a version')]);
  });
});

describe('a file that is no configuration', () => {
  const SECRET = 'hunter2';
  it.each([
    ['a password file', `root:x:0:0:${SECRET}:/root:/bin/bash\n`],
    ['a key with a value as its name', `"AKIA ${SECRET}=/+": 1\n`],
    ['a token as a key', `${SECRET.repeat(10)}: 1\n`],
    ['rules with odd names', `rules: { "${SECRET}/${SECRET}": off }\n`],
    ['an unknown alias', `rules: *${SECRET}\n`],
    ['an unknown tag', `rules: !${SECRET} 1\n`],
    ['a flow that does not end', `rules: {"${SECRET}=": [1\n`],
    ['a key twice', `"${SECRET} a": 1\n"${SECRET} a": 2\n`],
    ['an unknown directive', `%${SECRET} 1\n---\nrules: 1\n`],
    ['an unknown escape', `rules: "\\${SECRET}"\n`],
    ['a stray bracket', `rules: ] ${SECRET}\n`],
    ['a private key', `-----BEGIN ${SECRET}-----\nabc${SECRET}\n`],
    ['settings of a program', `[core]\n  token = ${SECRET}\n`],
  ])('is refused without a word of its own: %s', async (_, text) => {
    const { code, stdout, stderr } = await run(
      ['check'],
      folderWith({ 'a.yaml': NAMESPACE, '.sidecar-guard.yaml': text }),
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).not.toContain(SECRET);
    const diagnostics = configurationDiagnostics(text);
    expect(diagnostics.length).toBeGreaterThan(0);
    expect(JSON.stringify(diagnostics)).not.toContain(SECRET);
  });
});

describe('a configuration that wants to keep us busy', () => {
  it.each([
    ['many levels', '['.repeat(32_000)],
    ['many levels of maps', '{a: '.repeat(8000)],
    ['many levels of lists', '- '.repeat(16_000)],
    ['many anchors', `a: &a [x]\n${Array.from({ length: 1000 }, (_, index) => `b${index}: [*a, *a, *a]\n`).join('')}`],
    ['many keys', '?\n'.repeat(16_000)],
    ['many bytes', 'x: 1\n'.repeat(100_000)],
  ])('is refused soon: %s', async (_, text) => {
    const start = performance.now();
    const { code, stderr } = await run(['check'], folderWith({ 'a.yaml': NAMESPACE, '.sidecar-guard.yaml': text }));
    expect(code).toBe(2);
    expect(stderr).not.toContain('internal error');
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
