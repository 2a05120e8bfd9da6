import { describe, expect, it } from 'vitest';
import { folderWith } from '../unit/cli/run';
import { runCli } from './command-line';

/** What an attacker puts beside a manifest: files by their names, which must neither end nor hold up the check of the others. */
type Files = Readonly<Record<string, string>>;

const GOOD = `apiVersion: v1
kind: Pod
metadata: { name: neighbour, namespace: shop }
spec:
  containers:
    - name: neighbour
      image: registry.example.com/shop/neighbour:1
      securityContext: { privileged: true }
`;

/** The findings in a folder with these files and a good one, as "file rule", with how the run ended. */
async function check(files: Files) {
  const folder = folderWith({ ...files, 'neighbour.yaml': GOOD });
  const { code, stdout, stderr, megabytes } = await runCli(['check', '.', '--format', 'json'], folder);
  const { findings } = JSON.parse(stdout) as { findings: { file: string; rule: string; message: string }[] };
  return { findings: findings.map(({ file, rule }) => `${file} ${rule}`), code, stderr, megabytes };
}

function pod(rest: string): string {
  return `apiVersion: v1\nkind: Pod\nmetadata:\n  name: bad\n${rest}`;
}

function script(text: string): string {
  return pod(
    `spec:\n  containers:\n  - name: bad\n    image: a.example.com/b:1\n    command: [sh, -c]\n    args: [${JSON.stringify(text)}]\n`,
  );
}

/** Each line of a bomb refers ten times to the one before. */
function bomb(line: (index: number) => string, levels = 9): string {
  return Array.from({ length: levels }, (_, index) => line(index)).join('');
}

const ten = (text: string): string => Array(10).fill(text).join(', ');

/** Documents that can't be judged, and are said to be so. */
const NOT_JUDGED: Readonly<Record<string, string>> = {
  'merge keys that multiply': pod(
    bomb((index) => `a${index}: &a${index}\n  <<: [${ten(index === 0 ? '{x: y}' : `*a${index - 1}`)}]\n`),
  ),
  'aliases in lists that multiply': pod(
    bomb((index) => `a${index}: &a${index} [${ten(index === 0 ? 'x' : `*a${index - 1}`)}]\n`),
  ),
  'aliases in maps that multiply': pod(
    bomb(
      (index) =>
        `a${index}: &a${index} {${Array.from({ length: 10 }, (_, key) => `k${key}: ${index === 0 ? 'x' : `*a${index - 1}`}`).join(', ')}}\n`,
    ),
  ),
  'a List of itself that multiplies': `apiVersion: v1\nkind: List\nmetadata:\n${bomb(
    (index) =>
      `  a${index}: &a${index} {apiVersion: v1, kind: List, items: [${ten(index === 0 ? '{apiVersion: v1, kind: Pod}' : `*a${index - 1}`)}]}\n`,
  )}items: [*a8]\n`,
  'lists that are nested thousands of times': pod(`a: ${'['.repeat(5000)}${']'.repeat(5000)}\n`),
  'lists that are never closed': pod(`a: ${'['.repeat(20_000)}\n`),
  'maps that are nested thousands of times': pod(`a: ${'{a: '.repeat(5000)}\n`),
  'block lists that are nested thousands of times': pod(`a:\n${'- '.repeat(5000)}x\n`),
  'keys that are nested thousands of times': pod(`a:\n  ${'? '.repeat(5000)}x\n`),
  'a chain of aliases that is deep': pod(
    Array.from({ length: 500 }, (_, index) => `a${index}: &a${index} [${index === 0 ? 'x' : `*a${index - 1}`}]\n`).join(
      '',
    ),
  ),
  'more comments than are read': pod('#\n'.repeat(600_000)),
  'more values than are read': pod(`a: [${'1,'.repeat(600_000)}]\n`),
  'expressions of a template that are never closed': pod(`a: ${'{{'.repeat(20_000)}\n`),
  'substitutions that are nested thousands of times': script('$(a '.repeat(20_000)),
  'quoted substitutions that are nested thousands of times': script('"$('.repeat(10_000)),
  'sums without end': script(`$((1${'+1'.repeat(60_000)}))`),
  'a script without end': script('a; '.repeat(100_000)),
  'a script of a ConfigMap that is nested thousands of times': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: bad}\ndata:\n  run.sh: ${JSON.stringify(`#!/bin/sh\n${'$(a '.repeat(20_000)}`)}\n`,
};

describe('a document that is written to stop the check is reported, and the file beside it is judged', () => {
  it.each(Object.entries(NOT_JUDGED))('%s', async (_, text) => {
    const { findings, code, stderr, megabytes } = await check({ 'bad.yaml': text });
    expect(findings).toContain('bad.yaml not-judged');
    expect(findings).toContain('neighbour.yaml privileged');
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(megabytes).toBeLessThan(300);
  });
});

function including(...names: string[]): string {
  return `resources:\n${names.map((name) => `- ../${name}\n`).join('')}- pod.yaml\n`;
}

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `k${index}`);

/** Files that only take long where they are followed without end. */
const JUDGED: Readonly<Record<string, Files>> = {
  'two kustomizations that include each other': circle(2),
  'ten kustomizations that include each other': circle(10),
  'a kustomization that includes itself': {
    'k/kustomization.yaml': 'resources: [., pod.yaml]\n',
    'k/pod.yaml': pod(''),
  },
  'components that include each other twice': Object.fromEntries(
    names(18).flatMap((name, index) => [
      [
        `${name}/kustomization.yaml`,
        `kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\ncomponents: [../k${index + 1}, ../k${index + 1}]\nresources: [pod.yaml]\n`,
      ],
      [`${name}/pod.yaml`, pod('spec: {containers: [{name: a, image: b}]}\n')],
    ]),
  ),
  'a pod with eight hundred containers': {
    'bad.yaml': pod(
      `spec:\n  containers:\n${names(800)
        .map((name) => `  - {name: ${name}, image: nginx}\n`)
        .join('')}`,
    ),
  },
  'a file of millions of comments': { 'bad.yaml': '#\n'.repeat(8_000_000) },
  'a file of millions of empty lines': { 'bad.yaml': '\n'.repeat(16_000_000) },
  'thousands of mistakes': {
    'bad.yaml': pod(
      names(200_000)
        .map((name) => `${name}: }\n`)
        .join(''),
    ),
  },
  'a hundred thousand silenced rules': {
    'bad.yaml': pod(
      `  annotations: {sidecar-guard/ignore: "${'a,'.repeat(150_000)}"}\nspec: {containers: [{name: a, image: b}]}\n`,
    ),
  },
  'thousands of roles and bindings': { 'bad.yaml': names(1000).map(grant).join('') },
  'a map with twenty thousand keys': {
    'bad.yaml': pod(
      `  labels:\n${names(20_000)
        .map((name) => `    ${name}: x\n`)
        .join('')}`,
    ),
  },
  'a pipeline of thousands of programs': { 'bad.yaml': script(`${'a | '.repeat(4000)}b`) },
};

function grant(name: string): string {
  const api = 'rbac.authorization.k8s.io';
  return `---
{apiVersion: ${api}/v1, kind: ClusterRole, metadata: {name: ${name}}, rules: [{apiGroups: [''], resources: [pods/exec], verbs: [create]}]}
---
{apiVersion: ${api}/v1, kind: ClusterRoleBinding, metadata: {name: ${name}}, roleRef: {kind: ClusterRole, name: ${name}, apiGroup: ${api}}, subjects: [{kind: User, name: u}]}
`;
}

function circle(count: number): Files {
  return Object.fromEntries(
    names(count).flatMap((name) => [
      [`${name}/kustomization.yaml`, including(...names(count).filter((other) => other !== name))],
      [`${name}/pod.yaml`, pod('spec: {containers: [{name: a, image: b}]}\n')],
    ]),
  );
}

describe('files that would take for ever are judged soon, and so is the file beside them', () => {
  it.each(Object.entries(JUDGED))('%s', async (_, files) => {
    const { findings, stderr, megabytes } = await check(files);
    expect(findings).toContain('neighbour.yaml privileged');
    expect(stderr).toBe('');
    expect(megabytes).toBeLessThan(300);
  });

  it('kustomizations whose builds double at each level are followed as far as that goes, and said to be cut off', async () => {
    const layers = Array.from({ length: 12 }, (_, level) =>
      ['a', 'b'].map((side) => [
        `${side}${level}/kustomization.yaml`,
        level === 0 ? 'resources: [../base]\n' : `resources: [../a${level - 1}, ../b${level - 1}]\n`,
      ]),
    );
    const { findings } = await check({
      ...Object.fromEntries(layers.flat()),
      'base/kustomization.yaml': 'resources: [pod.yaml]\n',
      'base/pod.yaml': pod('spec: {containers: [{name: a, image: b}]}\n'),
    });
    expect(findings).toContain('base/pod.yaml not-judged');
    expect(findings).toContain('neighbour.yaml privileged');
  });
});
