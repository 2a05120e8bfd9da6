import { describe, expect, it } from 'vitest';
import { see } from '../../analyse';
import { fixed } from '../../fixing';
import { IMAGE, podOf } from '../../manifests';

const pod = (spec: string, context = '{}', other = ''): string =>
  podOf(`${spec}\ncontainers:\n- name: web\n  image: ${IMAGE}\n  securityContext: ${context}\n${other}`);
const found = (rule: string, text: string, kubernetesMinor = 37): string[] =>
  see(text, rule, { kubernetesMinor }).map(({ line, text: at }) => `${line} ${at}`);

describe('field-of-other-os', () => {
  const rule = 'field-of-other-os';
  const windows = 'os: { name: windows }';

  it('finds every field, each for itself', () => {
    const text = pod(
      `${windows}\nhostUsers: true\nsecurityContext: { fsGroup: 0, supplementalGroups: [] }`,
      '{ privileged: false }',
    );
    expect(found(rule, text)).toEqual(['7 true', '8 0', '8 supplementalGroups', '12 false']);
  });

  it('finds Windows options of a Linux pod', () => {
    const text = pod(
      'os: { name: linux }\nsecurityContext: { windowsOptions: {} }',
      '{ windowsOptions: { runAsUserName: a } }',
    );
    expect(found(rule, text)).toEqual(['7 windowsOptions', '11 windowsOptions']);
  });

  it.each([
    ['a Windows node by selector only', pod('nodeSelector: { kubernetes.io/os: windows }', '{ privileged: false }')],
    ['what is false by default', pod(`${windows}\nhostPID: false\nhostIPC: false`, '{ runAsNonRoot: false }')],
    ['no values', pod(`${windows}\nhostUsers:`, '{ capabilities: null, runAsUser: ~ }')],
    ['no sysctls', pod(`${windows}\nsecurityContext: { sysctls: [] }`)],
    ['values that cannot be read', pod(windows, '{ privileged: "false" }')],
    ['a template', pod(`${windows}\nhostUsers: true\nhostname: "{{ .Values.name }}"`)],
    ['an os in another case', pod('os: { name: WINDOWS }', '{ privileged: false }')],
  ])('accepts %s', (_, text) => {
    expect(found(rule, text)).toEqual([]);
  });

  it('follows the version', () => {
    const text = pod(`${windows}\nhostUsers: true`, '{ privileged: false, appArmorProfile: { type: Unconfined } }');
    expect([23, 24, 30, 33].map((minor) => found(rule, text, minor).length)).toEqual([0, 1, 2, 3]);
  });

  it('removes the field', () => {
    const text = pod(windows, '{ privileged: false, runAsNonRoot: true }');
    expect(fixed(text, rule)).toBe(text.replace('privileged: false, ', ''));
  });
});

describe('unknown-os', () => {
  const rule = 'unknown-os';

  it.each([
    ['another case', 'os: { name: Linux }', ['6 Linux']],
    ['another system', 'os: { name: darwin }', ['6 darwin']],
    ['no name', 'os: {}', ['6 os']],
    ['an empty name', 'os: { name: "" }', ['6 ""']],
    ['a name to be filled in', 'os: { name: "${OS}" }', []],
    ['no os', 'os:', []],
  ])('%s', (_, spec, expected) => {
    expect(found(rule, pod(spec))).toEqual(expected);
  });

  it('mends another case, and guesses nothing else', () => {
    expect(fixed(pod('os: { name: Linux }'), rule)).toBe(pod('os: { name: linux }'));
    expect(fixed(pod('os: { name: darwin }'), rule)).toBeUndefined();
  });
});

describe('host-process-conflict', () => {
  const rule = 'host-process-conflict';
  const yes = '{ windowsOptions: { hostProcess: true } }';
  const no = '{ windowsOptions: { hostProcess: false } }';

  it.each([
    ['no hostNetwork', `securityContext: ${yes}`, '{}', ['6 true']],
    ['hostNetwork false', `hostNetwork: false\nsecurityContext: ${yes}`, '{}', ['6 false']],
    ['pod and container disagree', `hostNetwork: true\nsecurityContext: ${no}`, yes, ['11 true']],
    ['no container is one', `securityContext: ${no}`, no, []],
    ['all in all', `hostNetwork: true\nsecurityContext: ${yes}`, yes, []],
  ])('%s', (_, spec, context, expected) => {
    expect(found(rule, pod(spec, context))).toEqual(expected);
  });

  it('finds a mixed pod', () => {
    const mixed = pod('hostNetwork: true', yes, `- name: agent\n  image: ${IMAGE}\n`);
    expect(see(mixed, rule).map(({ message }) => message)).toEqual([
      'The API server refuses this Pod: sidecar "agent" is no HostProcess container, but another container is one. Make all of them HostProcess containers, or none.',
    ]);
  });

  it('does not say what is missing in a patch', () => {
    expect(found(rule, pod('', yes).replace(/ {4}image.*\n/, ''))).toEqual([]);
  });
});

describe('invalid-windows-option', () => {
  it.each([
    ["'NT AUTHORITY\\SYSTEM'", []],
    ["'shop.example.com\\web'", []],
    ["'.shop\\web'", ['domain that is neither']],
    ["'a\\b\\c'", ['more than one backslash']],
    ["'shop\\'", ['no user behind']],
    ['a@b', ['one of the characters']],
    ['"..."', ['nothing but dots']],
    ['"a\\u0007"', ['control character']],
    [`'${'ä'.repeat(53)}'`, ['104 bytes']],
    ['""', ['is empty']],
    ['"{{ .Values.user }}"', []],
    ['"${USER_NAME}"', []],
    ['5', []],
  ])('the user %s', (user, expected) => {
    const seen = see(pod('', `{ windowsOptions: { runAsUserName: ${user} } }`), 'invalid-windows-option');
    expect(seen).toHaveLength(expected.length);
    for (const [index, words] of expected.entries()) expect(seen[index]?.message).toContain(words);
  });
});
