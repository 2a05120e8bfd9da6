import { describe, expect, it } from 'vitest';
import { see } from '../../analyse';
import { fixed } from '../../fixing';
import { IMAGE, podOf } from '../../manifests';

const pod = (spec: string, container = ''): string =>
  podOf(`${spec}\ncontainers:\n- name: web\n  image: ${IMAGE}\n${container}`);

describe('conflicting-namespaces', () => {
  const rule = 'conflicting-namespaces';
  const found = (text: string, kubernetesMinor = 37): string[] =>
    see(text, rule, { kubernetesMinor }).map(({ text: at, line }) => `${line} ${at.slice(0, 4)}`);

  it.each([
    ['the processes of the node', pod('hostUsers: false\nhostPID: true'), ['7 true']],
    ['all namespaces of the node', pod('hostUsers: no\nhostIPC: yes\nhostNetwork: true'), ['7 yes', '8 true']],
    ['a block device', pod('hostUsers: false', '  volumeDevices: [{ name: a, devicePath: /a }]'), ['10 volu']],
    ['one process namespace and that of the node', pod('hostPID: true\nshareProcessNamespace: true'), ['7 true']],
  ])('finds %s', (_, text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it.each([
    ['text instead of a boolean', pod('hostUsers: "false"\nhostPID: true')],
    ['no user namespace', pod('hostUsers: true\nhostPID: true')],
    ['no block devices', pod('hostUsers: false', '  volumeDevices: []')],
    ['another process namespace', pod('hostPID: true\nshareProcessNamespace: false')],
    ['a value of a template', pod('hostUsers: false\nhostPID: {{ .Values.pid }}')],
    ['branches of a template', pod('{{ if .a }}\nhostUsers: false\n{{ else }}\nhostPID: true\n{{ end }}')],
  ])('accepts %s', (_, text) => {
    expect(found(text)).toEqual([]);
  });

  it('knows when the API server began to refuse it', () => {
    const text = pod('hostUsers: false\nhostPID: true', '  volumeDevices: [{ name: a, devicePath: /a }]');
    expect([32, 33, 34].map((minor) => found(text, minor).length)).toEqual([0, 1, 2]);
  });

  it('keeps the processes of the node and drops what they include', () => {
    const text = pod('hostPID: true\nshareProcessNamespace: true');
    expect(fixed(text, rule)).toBe(text.replace('  shareProcessNamespace: true\n', ''));
  });
});

describe('unmasked-without-user-namespace', () => {
  const unmasked = '  securityContext: { procMount: Unmasked }';
  const found = (text: string, kubernetesMinor = 37): string[] =>
    see(text, 'unmasked-without-user-namespace', { kubernetesMinor }).map(({ container }) => container ?? '');

  it('finds it whatever else hostUsers says', () => {
    expect(found(pod('', unmasked))).toEqual(['web']);
    expect(found(pod('hostUsers: true', unmasked))).toEqual(['web']);
    expect(found(pod('hostUsers:', unmasked))).toEqual(['web']);
    expect(found(pod('hostUsers: false', unmasked))).toEqual([]);
  });

  it('leaves a pod alone that another file can complete', () => {
    const patch = pod('', unmasked).replace(/ {4}image.*\n/, '');
    expect(found(patch)).toEqual([]);
    expect(found(pod('hostUsers: true', unmasked).replace(/ {4}image.*\n/, ''))).toEqual(['web']);
  });

  it('leaves older servers alone, which mask it', () => {
    expect([32, 33].map((minor) => found(pod('', unmasked), minor).length)).toEqual([0, 1]);
  });
});
