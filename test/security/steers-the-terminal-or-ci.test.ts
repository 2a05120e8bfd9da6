import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../server/src/cli/main';
import { folderWith, run } from '../unit/cli/run';

/** What terminals obey, what turns the reading direction, and what hides. */
const HOSTILE = [
  ...[
    '\u001b[2J',
    '\u001b]52;c;AAAA\u0007',
    '\u009b31m',
    '\u009d0;x\u009c',
    '\u007f',
    '\u0000',
    '\u0008',
    '\r',
    '\u000b',
  ],
  ...['\u061c', '\u200e', '\u200f', '\u202a', '\u202e', '\u2066', '\u2069', '\u2028', '\u2029', '\u0085', '\ufeff'],
  ...['\u{e0041}', '\u{e007f}', '\u200b', '\u2060', '\u00ad', '\u180e', '\u3164', 'a\u200db'],
];
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must go
const UNSAFE = /[\0-\x09\x0b-\x1f\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u3164]/u;
const NEW_LINE = 'x\nFORGED';
/** What GitHub and Azure take out of the output of a step: at the start of a line, and anywhere. */
const COMMANDS = [
  '::error::forged',
  '::stop-commands::x',
  '##[error]forged',
  '##vso[task.setvariable]x',
  '##[add-mask]e',
];
const ODD = [...HOSTILE, NEW_LINE, ...COMMANDS, 'a\n::error::forged', 'a\n  ::error::forged', '\t::error::forged'];

const quoted = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\u{10ffff}]/gu,
    (character) => `\\U${character.codePointAt(0)?.toString(16).padStart(8, '0')}`,
  );
/** What YAML can't write, and JSON can. */
const LONE_SURROGATES = ['\ud800', '\udc00'];

function expectHarmless(output: string): void {
  expect(output).not.toMatch(UNSAFE);
  for (const line of output.split('\n')) {
    expect(line).not.toMatch(/^FORGED/);
    expect(line).not.toMatch(/^\s*::/);
    expect(line).not.toMatch(/##[a-z]*\[/i);
  }
}

function manifests(odd: string): string {
  return `apiVersion: v1
kind: Pod
metadata: { name: ${quoted(odd)}, namespace: ${quoted(odd)} }
spec:
  containers: [{ name: ${quoted(odd)}, image: ${quoted(odd)} }, { name: fox, image: nginx, command: [sh, -c, ${quoted(odd)}] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: ${quoted(odd)} }
rules: [{ apiGroups: [""], resources: [pods, secrets, pods/exec], verbs: ["*"] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: ${quoted(odd)} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${quoted(odd)} }
subjects: [{ kind: ${quoted(odd)}, name: ${quoted(odd)} }, { kind: User, name: fox }]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: ${quoted(odd)} }
spec:
  matchConstraints: { resourceRules: [{ apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods] }] }
  validations: [{ expression: "object.spec.containers.all(c, c.image != '')", message: ${quoted(odd)} }]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: ${quoted(odd)} }
spec: { policyName: ${quoted(odd)}, validationActions: [Deny] }
---
apiVersion: v1
kind: ${quoted(odd)}
metadata: [ *${odd.replace(/[\s,[\]{}]/g, '')}
`;
}

describe('what a manifest holds', () => {
  it.each(ODD.map((odd) => [JSON.stringify(odd), odd]))('%s steers nothing that prints it', async (_, odd) => {
    const folder = folderWith({ 'all.yaml': manifests(odd), 'broken.yaml': `a: *${odd}\nb: [\n` });
    for (const words of [['check', '--fail-on', 'never'], ['gates'], ['access'], ['check', '--fix-dry-run']]) {
      const { stdout, stderr } = await run(words, folder);
      expect(stdout).not.toBe('');
      expectHarmless(stdout);
      expectHarmless(stderr);
    }
    for (const format of ['json', 'sarif', 'junit']) {
      const { stdout } = await run(['check', '--fail-on', 'never', '--format', format], folder);
      expectHarmless(stdout);
      if (format !== 'junit') expect(() => JSON.parse(stdout)).not.toThrow();
    }
    for (const command of ['gates', 'access'])
      expectHarmless((await run([command, '--format', 'json'], folder)).stdout);
    const { stdout } = await run(['check', '--fail-on', 'never', '--format', 'github'], folder);
    expect(stdout).not.toMatch(UNSAFE);
    for (const line of stdout.trimEnd().split('\n')) expect(line).toMatch(/^::(?:error|warning|notice) /);
  });

  it.each(LONE_SURROGATES.map((odd) => [JSON.stringify(odd), odd]))('%s steers nothing, either', async (_, odd) => {
    const containers = [{ name: odd, image: odd }];
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: odd, namespace: odd }, spec: { containers } };
    const folder = folderWith({ 'pod.yaml': JSON.stringify(pod) });
    for (const format of ['text', 'json', 'sarif', 'junit', 'github']) {
      const { stdout } = await run(['check', '--fail-on', 'never', '--format', format], folder);
      expect(stdout).toContain('pod.yaml');
      expect(stdout).not.toMatch(/\p{Cs}/u);
    }
  });

  it('is the same in JSON, whatever is escaped there', async () => {
    const odd = `\u202e##[error]\u2028\u{e0041}\u009b`;
    const { stdout } = await run(
      ['check', '--fail-on', 'never', '--format', 'json'],
      folderWith({ 'a.yaml': manifests(odd) }),
    );
    expect(JSON.parse(stdout).pods[0].resource.name).toBe(odd);
  });

  it('keeps emoji and scripts that join their letters', async () => {
    const text = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { who: "👩‍🚀 می‌خواهم ❤️" } }\n';
    const { stdout } = await run(
      ['check', '--only', 'namespace-without-pod-security', '--severity', 'hint'],
      folderWith({ 'a.yaml': text }),
    );
    expect(stdout).toContain('👩‍🚀 می‌خواهم ❤️');
  });

  it('makes no table endless by a long name', async () => {
    const many = Array.from({ length: 200 }, (_, index) => manifests(`n${index}`).split('---')[0]).join('---\n');
    const { stdout } = await run(
      ['gates'],
      folderWith({ 'a.yaml': many, 'b.yaml': manifests('x'.repeat(100_000)).split('---')[0] ?? '' }),
    );
    expect(stdout.length).toBeLessThan(300_000);
  });
});

describe('the name of a file', () => {
  const NAMES = ODD.filter((odd) => !/[\0/]/u.test(odd) && !/\p{Cs}/u.test(odd));
  it.each(NAMES.map((odd) => [JSON.stringify(odd), odd]))('%s steers nothing that prints it', async (_, odd) => {
    const folder = folderWith({ [`${odd}.yaml`]: manifests('x'), [`${odd}/${odd}.yml`]: 'a: [\n' });
    for (const words of [
      ['check'],
      ['check', '--fix-dry-run'],
      ['gates'],
      ['access'],
      ['check', '--format', 'json'],
      ['check', '--format', 'junit'],
    ]) {
      const { stdout, stderr } = await run(words, folder);
      expectHarmless(stdout);
      expectHarmless(stderr);
    }
    const { stdout } = await run(['check', '--format', 'github'], folder);
    for (const line of stdout.trimEnd().split('\n')) expect(line).toMatch(/^::(?:error|warning|notice) /);
  });
});

describe('a word of the call', () => {
  it.each(ODD.map((odd) => [JSON.stringify(odd), odd]))(
    '%s steers nothing by the error that quotes it',
    async (_, odd) => {
      const calls = [
        [odd],
        ['check', odd],
        ['check', `--${odd}`],
        ['check', '--rule', odd],
        ['check', '--rule', `mutable-tag=${odd}`],
        ['check', '--only', odd],
        ['check', '--config', odd],
        ['check', '--format', odd],
        ['check', '--output', `no/${odd}`],
        ['explain', odd],
        ['audit', '--kubectl', `./${odd}`],
      ];
      for (const words of calls) {
        const { code, stdout, stderr } = await run(words, folderWith({ 'a.yaml': 'a: 1\n' }));
        expect(code).toBe(2);
        expectHarmless(stdout + stderr);
        expect(stderr.trimEnd().split('\n')).toHaveLength(1);
      }
    },
  );
});

it('colours are ours alone', async () => {
  const cwd = folderWith({ 'a.yaml': manifests('\u001b[31m\u001b[8mred') });
  let printed = '';
  const print = (text: string): void => {
    printed += text;
  };
  for (const command of ['check', 'gates', 'access'])
    await main([command], { cwd, stdin: process.stdin, stdout: print, stderr: print, hasColors: true });
  expect(printed).toContain('\u001b[33mwarning\u001b[39m');
  for (const foreign of ['\u001b[8m', '\u001b[31mred']) expect(printed).not.toContain(foreign);
  const OURS = [1, 2, 22, 31, 33, 36, 39].map((code) => `\u001b[${code}m`);
  expectHarmless(OURS.reduce((text, colour) => text.replaceAll(colour, ''), printed));
});

it('a line break in the name of a file makes patch change no other one', async () => {
  const folder = folderWith({ 'victim.yaml': 'a: 1\n' });
  const name = 'x\n--- a/victim.yaml\n+++ b/victim.yaml\n@@ -1 +1 @@\n-a: 1\n+a: 2\n.yaml';
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), manifests('x').split('---')[0] ?? '');
  await run(['check', '--fix-dry-run', '--output', 'a.diff', name], folder);
  execFileSync('patch', ['-p1', '--quiet', '-i', 'a.diff'], { cwd: folder });
  expect(readFileSync(join(folder, 'victim.yaml'), 'utf8')).toBe('a: 1\n');
  expect(readFileSync(join(folder, name), 'utf8')).toContain('docker.io/library/nginx');
});

it('a diff that is written to a file is exact, so that patch takes it', async () => {
  const text = manifests('x').split('---')[0]?.replace('kind: Pod', 'kind: Pod # \u202e ::error::x\r') ?? '';
  const folder = folderWith({ 'a.yaml': text });
  await run(['check', '--fix-dry-run', '--output', 'a.diff'], folder);
  expect(readFileSync(join(folder, 'a.diff'), 'utf8')).toContain(' kind: Pod # \u202e ::error::x\r\n');
});
