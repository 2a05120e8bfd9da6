import { describe, expect, it } from 'vitest';
import { see } from '../../analyse';
import { IMAGE, podOf } from '../../manifests';

/** A pod with these volumes, from line 8 on. */
const pod = (...volumes: string[]): string =>
  podOf(`containers: [{ name: web, image: ${IMAGE} }]\nvolumes:\n${volumes.map((volume) => `- ${volume}`).join('\n')}`);
const found = (text: string, rule: string, kubernetesMinor = 37): string[] =>
  see(text, rule, { kubernetesMinor }).map(({ line, text: marked }) => `${line} ${marked}`);

describe('invalid-volume-name', () => {
  const RULE = 'invalid-volume-name';

  it.each([
    ['twice', ['{ name: a }', '{ name: b }', '{ name: a }'], ['10 a']],
    ['three times', ['{ name: a }', '{ name: a }', '{ name: a }'], ['9 a', '10 a']],
    ['in upper case', ['{ name: A }'], ['8 A']],
    ['with a dot', ['{ name: a.b }'], ['8 a.b']],
    ['of 64 characters', [`{ name: ${'a'.repeat(64)} }`], [`8 ${'a'.repeat(64)}`]],
    ['that is empty', ['{ name: "" }'], ['8 ""']],
    ['that is missing', ['{ emptyDir: {} }'], ['8 { emptyDir: {} }']],
    ['of a volume that is null', ['null'], ['8 null']],
  ])('%s', (_, volumes, expected) => {
    expect(found(pod(...volumes), RULE)).toEqual(expected);
  });

  it.each([
    ['names of their own', ['{ name: a }', '{ name: b }']],
    ['names that another tool fills in', ['{ name: "${A}" }', '{ name: "${A}" }', '{ name: <a> }']],
    ['a number, which is another fault', ['{ name: 5 }']],
    ['the name of a volume that is refused', ['{ name: a, emptyDir: {}, nfs: {} }', '{ name: a }']],
    ['the name of a volume without its path', ['{ name: a, hostPath: {} }', '{ name: a }']],
  ])('leaves alone %s', (_, volumes) => {
    expect(found(pod(...volumes), RULE)).toEqual([]);
  });

  it('leaves alone what the claim templates of a StatefulSet replace', () => {
    const text = (kind: string): string =>
      `apiVersion: apps/v1\nkind: ${kind}\nmetadata: { name: web }\nspec:\n  template:\n    spec:
      containers: [{ name: web, image: ${IMAGE} }]
      volumes: [{ name: a }, { name: a, emptyDir: {}, nfs: {} }]
  volumeClaimTemplates: [{ metadata: { name: a } }]\n`;
    expect(found(text('StatefulSet'), RULE)).toEqual([]);
    expect(found(text('StatefulSet'), 'conflicting-volume-sources')).toEqual([]);
    expect(found(text('Deployment'), RULE)).toEqual(['8 a']);
  });
});

describe('conflicting-volume-sources', () => {
  const RULE = 'conflicting-volume-sources';

  it.each([
    ['of two kinds', '{ name: a, configMap: { name: x }, emptyDir: {} }', ['8 configMap']],
    ['of three kinds', '{ name: a, emptyDir: {}, nfs: {}, hostPath: {} }', ['8 nfs', '8 hostPath']],
    [
      'of kinds that the API server names otherwise',
      '{ name: a, cephfs: {}, emptyDir: {}, downwardAPI: {} }',
      ['8 cephfs', '8 downwardAPI'],
    ],
    [
      'in a projected volume',
      '{ name: a, projected: { sources: [{ secret: {}, configMap: {} }] } }',
      ['8 { secret: {}, configMap: {} }'],
    ],
  ])('%s', (_, volume, expected) => {
    expect(found(pod(volume), RULE)).toEqual(expected);
  });

  it.each([
    ['one source', '{ name: a, emptyDir: {} }'],
    ['none', '{ name: a }'],
    ['one that is null', '{ name: a, emptyDir: null, configMap: { name: x } }'],
    ['a field that is no source', '{ name: a, emptyDir: {}, labels: {} }'],
    ['a field with the name of an inherited one', '{ name: a, emptyDir: {}, constructor: {}, __proto__: {} }'],
  ])('leaves alone %s', (_, volume) => {
    expect(found(pod(volume), RULE)).toEqual([]);
  });

  it('leaves alone branches of a template', () => {
    const text = pod('name: a\n  {{- if .x }}\n  emptyDir: {}\n  {{- else }}\n  hostPath: { path: /x }\n  {{- end }}');
    expect(found(text, RULE)).toEqual([]);
  });

  it('knows since when an image is a source', () => {
    const text = pod('{ name: a, emptyDir: {}, image: { reference: x } }');
    expect(found(text, RULE, 34)).toEqual([]);
    expect(found(text, RULE, 35)).toEqual(['8 image']);
  });
});

describe('invalid-volume-source', () => {
  const RULE = 'invalid-volume-source';
  const faults = (source: string): string[] => found(pod(`{ name: a, ${source} }`), RULE);
  const items = (item: string): string => `configMap: { name: x, items: [{ ${item} }] }`;
  const projected = (source: string): string => `projected: { sources: [${source}] }`;

  it.each([
    ['hostPath: { path: /a/../b }', '/a/../b'],
    ['hostPath: { path: "" }', '""'],
    ['hostPath: {}', 'hostPath'],
    ['emptyDir: { sizeLimit: -1Gi }', '-1Gi'],
    ['emptyDir: { sizeLimit: -1 }', '-1'],
    ['secret: {}', 'secret'],
    ['configMap: { optional: true }', 'configMap'],
    ['persistentVolumeClaim: {}', 'persistentVolumeClaim'],
    ['nfs: { server: x, path: x }', 'x'],
    ['csi: {}', 'csi'],
    ['configMap: { name: x, defaultMode: 512 }', '512'],
    [items('key: a, path: /a'), '/a'],
    [items('key: a, path: ../a'), '../a'],
    [items('key: a, path: ..a'), '..a'],
    [items('key: a'), '{ key: a }'],
    [items('path: a'), '{ path: a }'],
    [items('key: a, path: a, mode: -1'), '-1'],
    ['downwardAPI: { items: [{ path: a }] }', '{ path: a }'],
    [
      'downwardAPI: { items: [{ path: a, fieldRef: {}, resourceFieldRef: {} }] }',
      '{ path: a, fieldRef: {}, resourceFieldRef: {} }',
    ],
    [projected('{ secret: {} }'), 'secret'],
    [projected('{ serviceAccountToken: {} }'), 'serviceAccountToken'],
    [projected('{ serviceAccountToken: { path: a, expirationSeconds: 599 } }'), '599'],
    [projected('{ secret: { name: x, items: [{ key: a, path: a }, { key: b, path: a }] } }'), 'a'],
  ])('%s', (source, expected) => {
    expect(faults(source)).toEqual([`8 ${expected}`]);
  });

  it.each([
    'hostPath: { path: /a/.../b }',
    'hostPath: { path: "${DIR}/.." }',
    'emptyDir: { sizeLimit: -0 }',
    'emptyDir: { sizeLimit: 256m }',
    'emptyDir: null',
    'secret: { secretName: x }',
    'configMap: { name: x, defaultMode: 0777 }',
    items('key: a, path: b..'),
    'downwardAPI: { items: [{ path: a, fieldRef: {} }] }',
    projected('{ serviceAccountToken: { path: a, expirationSeconds: 600 } }'),
    projected('{}'),
    // Of two sources, only one is looked at.
    'emptyDir: {}, hostPath: {}',
  ])('leaves alone %s', (source) => {
    expect(faults(source)).toEqual([]);
  });

  it('leaves alone what is missing in a patch', () => {
    expect(found(`${pod('{ name: a, secret: {} }')}$patch: merge\n`, RULE)).toEqual([]);
  });
});
