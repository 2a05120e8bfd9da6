import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseConfiguration, withConfiguration } from '../../server/src/configuration/configuration';
import { Configurations } from '../../server/src/configuration/configurations';
import { RULES } from '../../server/src/rules/index';
import { DEFAULT_OPTIONS } from '../../server/src/rules/options';

const problemsOf = (text: string): string[] =>
  parseConfiguration(text).problems.map(
    ({ message, start, end }) => `${start.line + 1}:${start.character + 1}-${end.character + 1} ${message}`,
  );

describe('a configuration file', () => {
  it('says what holds', () => {
    const { configuration, problems } = parseConfiguration(`# ours
kubernetesVersion: 1.30
podSecurity: restricted:v1.29
allowedRegistries:
  - registry.example.com
rules:
  not-native: off
  mutable-tag: error
`);
    expect(problems).toEqual([]);
    expect(configuration).toEqual({
      kubernetesMinor: 30,
      podSecurity: { level: 'restricted', version: 'v1.29' },
      allowedRegistries: ['registry.example.com'],
      severities: new Map([
        ['not-native', 'off'],
        ['mutable-tag', 'error'],
      ]),
    });
  });

  it.each(['', '# nothing yet\n', '{}\n', 'rules:\n'])('may be as empty as %j', (text) => {
    expect(problemsOf(text)).toEqual([]);
  });

  it.each([
    [
      'rule: {}\n',
      '1:1-5 "rule" is unknown. Write one of rules, kubernetesVersion, exclude, ignore, extends, podSecurity, allowedRegistries, requireDigest.',
    ],
    ['rules:\n  nope: off\n', '2:3-7 There is no rule "nope"; run "sidecar-guard rules" to list the rules.'],
    [
      'rules:\n  privileged: no\n',
      '2:15-17 This is not a severity. Write one of hint, information, warning, error, off.',
    ],
    ['rules: [privileged]\n', '1:8-20 Write a map of rules and their severities.'],
    ['rules: {}\nrules: {}\n', '2:1-6 This is not valid YAML: a key occurs twice.'],
    ['kubernetesVersion: newest\n', '1:20-26 This is not a version of Kubernetes. Write one such as "1.33".'],
    [
      'kubernetesVersion: 1.99999999999999999999\n',
      '1:20-42 This is not a version of Kubernetes. Write one such as "1.33".',
    ],
    [
      'podSecurity: strict\n',
      '1:14-20 This is not a level. Write privileged, baseline, restricted, or one with a version such as baseline:v1.30.',
    ],
    ['allowedRegistries: a\n', '1:20-21 Write a list of registries, such as [registry.example.com, ghcr.io/my-team].'],
    ['ignore: privileged\n', '1:9-19 Write a list of entries with path, resource, rule, container, reason, until.'],
    ['ignore: [{ rule: privileged }]\n', '1:10-30 Write a `reason`, so that others can judge this entry.'],
    [
      'ignore: [{ rule: privileged, reason: old, until: 2027-02-30 }]\n',
      '1:50-60 This is not a day. Write one such as 2027-03-31.',
    ],
    ['ignore: [{ rule: [], reason: old }]\n', '1:18-20 `rule` is empty. Write a name, or remove the key.'],
    [
      'ignore: [{ rule: privileged, reason: old, until: 2020-01-31 }]\n',
      '1:10-62 This entry ended on 2020-01-31, so its findings are reported again.',
    ],
    ['exclude: [5]\n', '1:11-12 Write a list of globs, such as [charts/, "*.gen.yaml"].'],
    ['allowedRegistries: [5]\n', '1:21-22 Write the name of a registry.'],
    ['requireDigest: yes please\n', '1:16-26 Write true or false.'],
    [
      '- rules\n',
      '1:1-1 Write a map with one of rules, kubernetesVersion, exclude, ignore, extends, podSecurity, allowedRegistries, requireDigest.',
    ],
  ])('is told what is wrong with %j', (text, expected) => {
    expect(problemsOf(text)).toEqual([expected]);
  });

  it('counts for what is right in it', () => {
    expect(parseConfiguration('podSecurity: x\nrules:\n  nope: off\n  privileged: hint\n').configuration).toEqual({
      severities: new Map([['privileged', 'hint']]),
    });
    expect(problemsOf('rules: {\n').length).toBeGreaterThan(0);
  });

  it('has a schema with all rules', () => {
    const schema = JSON.parse(readFileSync('schemas/sidecar-guard.schema.json', 'utf8'));
    expect(Object.keys(schema.properties.rules.properties)).toEqual(RULES.map(({ id }) => id));
    const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(manifest.contributes.yamlValidation).toEqual([
      { fileMatch: '.sidecar-guard.yaml', url: './schemas/sidecar-guard.schema.json' },
    ]);
  });
});

describe('of several configuration files', () => {
  const options = (uri: string, files: Record<string, string>): string[] => {
    const configurations = new Configurations(DEFAULT_OPTIONS);
    for (const [file, text] of Object.entries(files)) configurations.update(file, text);
    return [...configurations.optionsFor(uri).severities].map(([rule, severity]) => `${rule} ${severity}`);
  };
  const FILES = {
    'file:///w/.sidecar-guard.yaml': 'rules: { privileged: hint }',
    'file:///w/apps/shop/.sidecar-guard.yaml': 'rules: { not-native: off }',
  };

  it('the nearest counts alone', () => {
    expect(options('file:///w/pod.yaml', FILES)).toEqual(['privileged hint']);
    expect(options('file:///w/apps/pod.yaml', FILES)).toEqual(['privileged hint']);
    expect(options('file:///w/apps/shop/base/pod.yaml', FILES)).toEqual(['not-native off']);
    expect(options('file:///w/apps/shop2/pod.yaml', FILES)).toEqual(['privileged hint']);
    expect(options('file:///other/pod.yaml', FILES)).toEqual([]);
    expect(options('pod.yaml', { '.sidecar-guard.yaml': 'rules: { privileged: hint }' })).toEqual(['privileged hint']);
  });

  it('excludes, accepts and extends by URI, as on the command line', () => {
    const configurations = new Configurations(DEFAULT_OPTIONS);
    const root = 'file:///w/.sidecar-guard.yaml';
    configurations.update(root, 'extends: base.yaml\nexclude: [a%20b/]\nignore: [{ path: x y.yaml, reason: old }]\n');
    expect(configurations.missing).toEqual(['file:///w/base.yaml']);
    expect(configurations.isOne('file:///w/base.yaml')).toBe(true);
    configurations.update('file:///w/base.yaml', 'exclude: charts\nrules: { privileged: hint }\n');
    expect(configurations.missing).toEqual([]);
    expect(configurations.optionsFor('file:///w/deep/charts/a.yaml').isExcluded).toBe(true);
    expect(configurations.optionsFor('file:///w/a%2520b/c.yaml').isExcluded).toBe(true);
    const one = configurations.optionsFor('file:///w/x%20y.yaml');
    expect(one.ignored).toMatchObject([{ reason: 'old' }]);
    expect(one.severities.get('privileged')).toBe('hint');
    const other = configurations.optionsFor('file:///w/other.yaml');
    expect(other.ignored).toEqual([]);
    expect(configurations.optionsFor('file:///w/another.yaml')).toBe(other);
  });

  it('each is heard of until it is gone', () => {
    const configurations = new Configurations(DEFAULT_OPTIONS);
    const [file] = Object.keys(FILES);
    const before = configurations.generation;
    configurations.update(file ?? '', 'podSecurity: restricted');
    const first = configurations.optionsFor('file:///w/pod.yaml');
    expect(first.podSecurity?.level).toBe('restricted');
    expect(configurations.optionsFor('file:///w/pod.yaml')).toBe(first);
    expect(configurations.generation).toBeGreaterThan(before);
    configurations.update(file ?? '', undefined);
    expect(configurations.optionsFor('file:///w/pod.yaml')).toBe(DEFAULT_OPTIONS);
  });

  it('severities are taken rule by rule over those of the settings', () => {
    const settings = {
      ...DEFAULT_OPTIONS,
      severities: new Map([
        ['privileged', 'error' as const],
        ['not-native', 'off' as const],
      ]),
    };
    const { configuration } = parseConfiguration('rules: { privileged: hint }');
    expect([...withConfiguration(settings, configuration).severities]).toEqual([
      ['privileged', 'hint'],
      ['not-native', 'off'],
    ]);
  });
});
