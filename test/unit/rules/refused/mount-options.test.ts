import { describe, expect, it } from 'vitest';
import { see } from '../../analyse';
import { fixed } from '../../fixing';
import { IMAGE, podOf } from '../../manifests';

/** A pod with a mount on line 11 and a container whose other fields follow on line 12. */
const pod = (mount: string, container = 'tty: true'): string =>
  podOf(`containers:
- name: web
  image: ${IMAGE}
  volumeMounts:
  - name: data
    mountPath: /data
    ${mount}
  ${container}
volumes: [{ name: data, emptyDir: {} }]`);
const device = (fields: string, volume = 'persistentVolumeClaim: { claimName: d }'): string =>
  podOf(
    `containers: [{ name: web, image: ${IMAGE}, volumeDevices: [{ ${fields} }] }]\nvolumes: [{ name: d, ${volume} }]`,
  );
const found = (text: string, rule: string, kubernetesMinor = 37): string[] =>
  see(text, rule, { kubernetesMinor }).map(({ line, text: marked }) => `${line} ${marked}`);

describe('invalid-mount-path', () => {
  const RULE = 'invalid-mount-path';

  it.each([
    ['subPath: /x', ['12 /x']],
    ['subPath: ..', ['12 ..']],
    ['subPath: a/../b', ['12 a/../b']],
    ['subPathExpr: /$(X)', ['12 /$(X)']],
    ['{ subPath: a, subPathExpr: b }', []],
  ])('%s', (mount, expected) => {
    expect(found(pod(mount), RULE)).toEqual(expected);
  });

  it.each([
    'subPath: a/b',
    'subPath: ..a',
    'subPath: a..',
    'subPath: ""',
    'subPath: null',
    'subPath: "${X}/.."',
    'subPath: <a>/..',
    'subPathExpr: a/$(X)',
    'subPathExpr: "${X}/.."',
  ])('leaves alone %s', (mount) => {
    expect(found(pod(mount), RULE)).toEqual([]);
  });

  it('finds each of several faults, also where the API server names one place for all', () => {
    const both = pod('subPath: a\n    subPathExpr: b');
    expect(found(both, RULE)).toEqual(['13 b']);
    const two = podOf(`containers:
- name: web
  image: ${IMAGE}
  volumeMounts:
  - { name: data, mountPath: /a, subPath: /a }
  - { name: data, mountPath: /b, subPath: /b }`);
    expect(found(two, RULE)).toEqual(['10 /a', '11 /b']);
  });

  it('finds paths that are missing, but not in a template', () => {
    expect(found(device('name: d'), RULE)).toEqual(['6 { name: d }']);
    expect(found(device('name: d, devicePath: ""'), RULE)).toEqual(['6 ""']);
    expect(found(`${device('name: d')}{{ template "x" }}\n`, RULE)).toEqual([]);
  });

  it('finds devices at a path with `..`', () => {
    expect(found(device('name: d, devicePath: /dev/../x'), RULE)).toEqual(['6 /dev/../x']);
    expect(found(device('name: d, devicePath: dev'), RULE)).toEqual([]);
  });
});

describe('conflicting-mount-options', () => {
  const RULE = 'conflicting-mount-options';

  it.each([
    ['Bidirectional in a plain container', pod('mountPropagation: Bidirectional')],
    [
      'Bidirectional with privileged: false',
      pod('mountPropagation: Bidirectional', 'securityContext: { privileged: false }'),
    ],
    ['recursive without readOnly', pod('recursiveReadOnly: Enabled')],
    ['recursive if possible without readOnly', pod('recursiveReadOnly: IfPossible\n    readOnly: false')],
    [
      'recursive with a propagation',
      pod('recursiveReadOnly: Enabled\n    readOnly: true\n    mountPropagation: HostToContainer'),
    ],
  ])('%s', (_, text) => {
    expect(found(text, RULE).map((place) => place.split(' ')[0])).toEqual(['12']);
  });

  it.each([
    ['Bidirectional with privileges', pod('mountPropagation: Bidirectional', 'securityContext: { privileged: true }')],
    [
      'Bidirectional with privileges that another tool fills in',
      pod('mountPropagation: Bidirectional', 'securityContext: { privileged: "${P}" }'),
    ],
    ['HostToContainer', pod('mountPropagation: HostToContainer')],
    ['recursive that is disabled', pod('recursiveReadOnly: Disabled')],
    ['recursive with readOnly', pod('recursiveReadOnly: Enabled\n    readOnly: true\n    mountPropagation: None')],
    ['Bidirectional in a template', `${pod('mountPropagation: Bidirectional')}{{ template "x" }}\n`],
  ])('leaves alone %s', (_, text) => {
    expect(found(text, RULE)).toEqual([]);
  });

  it('knows that old versions drop recursiveReadOnly', () => {
    expect(found(pod('recursiveReadOnly: Enabled'), RULE, 30)).toEqual([]);
    expect(found(pod('recursiveReadOnly: Enabled'), RULE, 31)).toHaveLength(1);
  });
});

describe('device-without-claim', () => {
  const RULE = 'device-without-claim';
  const at = 'name: d, devicePath: /dev/x';

  it.each(['emptyDir: {}', 'configMap: { name: x }', 'persistentVolumeClaim: null'])('%s', (volume) => {
    expect(found(device(at, volume), RULE)).toEqual(['6 d']);
  });

  it.each([
    ['a claim', device(at)],
    ['an ephemeral claim', device(at, 'ephemeral: { volumeClaimTemplate: {} }')],
    ['a volume that is missing, which is another fault', device(at.replace('d', 'x'))],
    ['a template', device(at, '{{ .Values.source }}')],
  ])('leaves alone %s', (_, text) => {
    expect(found(text, RULE)).toEqual([]);
  });
});

describe('unsupported-value', () => {
  const RULE = 'unsupported-value';
  const container = (line: string): string => pod('readOnly: true', line);

  it.each([
    [container('imagePullPolicy: always'), '13 always', 'imagePullPolicy: Always'],
    [container('imagePullPolicy: Sometimes'), '13 Sometimes', undefined],
    [container('terminationMessagePolicy: "file"'), '13 "file"', 'terminationMessagePolicy: "File"'],
    [pod('mountPropagation: none'), '12 none', 'mountPropagation: None'],
    [pod('mountPropagation: ""'), '12 ""', undefined],
    [pod('recursiveReadOnly: Yes please'), '12 Yes please', undefined],
    [
      podOf('containers: [{ name: a }]\nvolumes: [{ name: d, hostPath: { path: /, type: socket } }]'),
      '7 socket',
      'type: Socket',
    ],
  ])('%#', (text, expected, mended) => {
    expect(found(text, RULE)).toEqual([expected]);
    const after = fixed(text, RULE);
    if (mended === undefined) expect(after).toBeUndefined();
    else expect(after).toContain(mended);
  });

  it.each([
    container('imagePullPolicy: IfNotPresent'),
    container('imagePullPolicy: ""'),
    container('imagePullPolicy: null'),
    container('imagePullPolicy: "${POLICY}"'),
    container('imagePullPolicy: 5'),
    container('terminationMessagePolicy: FallbackToLogsOnError'),
    podOf('containers: [{ name: a }]\nvolumes: [{ name: d, hostPath: { path: /, type: "" } }]'),
    podOf('containers: [{ name: a }]\nvolumes: [{ name: d, hostPath: { type: none } }]'),
  ])('leaves alone other words: %#', (text) => {
    expect(found(text, RULE)).toEqual([]);
  });
});
