import { describe, expect, it } from 'vitest';
import { see } from '../../analyse';
import { IMAGE, podOf } from '../../manifests';

const found = (text: string, rule: string): string[] =>
  see(text, rule).map(({ line, text: marked }) => `${line} ${marked}`);
/** A pod whose container has these fields in its lines from 9 on. */
const pod = (container: string, volumes = '[{ name: data, emptyDir: {} }]'): string =>
  podOf(`containers:\n- name: web\n  image: ${IMAGE}\n${container.replace(/^/gm, '  ')}\nvolumes: ${volumes}`);
const statefulSet = (name: string, templates: string, kind = 'StatefulSet'): string => `apiVersion: apps/v1
kind: ${kind}
metadata: { name: web }
spec:
  template:
    spec:
      containers:
        - name: web
          image: ${IMAGE}
          volumeMounts: [{ name: ${name}, mountPath: /data }]
  volumeClaimTemplates: ${templates}
`;

describe('unknown-volume', () => {
  const RULE = 'unknown-volume';

  it.each([
    ['of a mount', 'volumeMounts: [{ name: x, mountPath: /x }]', ['9 x']],
    ['of two mounts', 'volumeMounts:\n- { name: x, mountPath: /x }\n- { name: z, mountPath: /z }', ['10 x', '11 z']],
    ['of a device', 'volumeDevices: [{ name: x, devicePath: /dev/x }]', ['9 x']],
    ['in another case', 'volumeMounts: [{ name: Data, mountPath: /x }]', ['9 Data']],
    ['that is empty', 'volumeMounts: [{ name: "", mountPath: /x }]', ['9 ""']],
    ['that is null', 'volumeMounts: [{ name: null, mountPath: /x }]', ['9 null']],
    ['that is missing', 'volumeMounts: [{ mountPath: /x }]', ['9 { mountPath: /x }']],
    ['in a mount that is null', 'volumeMounts: [null]', ['9 null']],
  ])('%s', (_, container, expected) => {
    expect(found(pod(container), RULE)).toEqual(expected);
  });

  it('in an init container, too', () => {
    const text = podOf(
      `initContainers: [{ name: a, image: ${IMAGE}, volumeMounts: [{ name: x, mountPath: /x }] }]\n${'containers: []'}`,
    );
    expect(found(text, RULE)).toEqual(['6 x']);
  });

  it.each([
    ['a volume of the pod', pod('volumeMounts: [{ name: data, mountPath: /x }]')],
    ['a name that another tool fills in', pod('volumeMounts: [{ name: "${DATA}", mountPath: /x }]')],
    ['a number, which is another fault', pod('volumeMounts: [{ name: 5, mountPath: /x }]')],
    ['a text in place of a mount', pod('volumeMounts: [data]')],
    [
      'a pod with volumes that another tool names',
      pod('volumeMounts: [{ name: x, mountPath: /x }]', '[{ name: "${DATA}", emptyDir: {} }]'),
    ],
    ['a template', pod('volumeMounts: [{ name: x, mountPath: /x }]', '[{{ .Values.volumes }}]')],
    ['a part of a pod', pod('volumeMounts: [{ name: x, mountPath: /x }]').replace(/image: .*/, 'tty: true')],
    ['a claim template', statefulSet('claim', '[{ metadata: { name: claim } }]')],
    ['a claim template that another tool names', statefulSet('claim', '[{ metadata: { name: "${CLAIM}" } }]')],
  ])('leaves alone %s', (_, text) => {
    expect(found(text, RULE)).toEqual([]);
  });

  it('takes no claim template for a volume in another kind, nor one of another name', () => {
    const templates = '[{ metadata: { name: claim } }]';
    expect(found(statefulSet('claim', templates, 'Deployment'), RULE)).toEqual(['10 claim']);
    expect(found(statefulSet('other', templates), RULE)).toEqual(['10 other']);
  });

  it('leaves alone a patch, which sees only a part of the pod', () => {
    const text = `${pod('volumeMounts: [{ name: x, mountPath: /x }]')}$patch: merge\n`;
    expect(found(text, RULE)).toEqual([]);
  });
});

describe('conflicting-mounts', () => {
  const RULE = 'conflicting-mounts';
  const at = (name: string, path: string): string => `- { name: ${name}, mountPath: ${path} }`;
  const device = (name: string, path: string): string => `- { name: ${name}, devicePath: ${path} }`;
  const mounts = (...entries: string[]): string => ['volumeMounts:', ...entries].join('\n');
  const devices = (...entries: string[]): string => ['volumeDevices:', ...entries].join('\n');

  it.each([
    ['two mounts at a path', mounts(at('a', '/x'), at('b', '/x')), ['11 /x']],
    ['three mounts at a path', mounts(at('a', '/x'), at('b', '/x'), at('a', '/x')), ['11 /x', '12 /x']],
    ['two devices at a path', devices(device('a', '/x'), device('b', '/x')), ['11 /x']],
    ['a device twice', devices(device('a', '/x'), device('a', '/y')), ['11 a']],
    [
      'a mount and a device at a path',
      [mounts(at('a', '/x')), devices(device('b', '/x'))].join('\n'),
      ['10 /x', '12 /x'],
    ],
    [
      'a mount and a device of a volume',
      [mounts(at('a', '/x')), devices(device('a', '/y'))].join('\n'),
      ['10 a', '12 a'],
    ],
  ])('%s', (_, container, expected) => {
    expect(found(pod(container), RULE)).toEqual(expected);
  });

  it.each([
    ['paths that differ by a slash', mounts(at('a', '/x'), at('b', '/x/'))],
    ['paths that differ by their case', mounts(at('a', '/x'), at('b', '/X'))],
    ['paths that another tool fills in', mounts(at('a', '"${X}"'), at('b', '"${X}"'))],
    ['paths that are missing', mounts('- { name: a }', '- { name: b }')],
    ['one volume at two paths', mounts(at('a', '/x'), at('a', '/y'))],
    ['branches of a template', `${mounts('{{- if .a }}', at('a', '/x'), '{{- else }}', at('b', '/x'), '{{- end }}')}`],
    ['devices at paths that are refused anyway', devices(device('a', '/x/../y'), device('b', '/x/../y'))],
  ])('leaves alone %s', (_, container) => {
    expect(found(pod(container), RULE)).toEqual([]);
  });

  it('says where the other one is', () => {
    const [finding] = see(pod(mounts(at('a', '/x'), at('b', '/x'))), RULE);
    expect(finding?.message).toContain('container "web" has two volumes at the path `/x`');
  });
});
