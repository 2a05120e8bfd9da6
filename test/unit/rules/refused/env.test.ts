import { describe, expect, it } from 'vitest';
import { see } from '../../analyse';
import { IMAGE, podOf } from '../../manifests';

/** A pod whose container has these fields on line 9. */
const pod = (fields: string): string => podOf(`containers:\n- name: web\n  image: ${IMAGE}\n  ${fields}`);
const env = (entry: string): string => pod(`env: [{ ${entry} }]`);
const from = (source: string): string => env(`name: A, valueFrom: { ${source} }`);
const found = (text: string, rule: string, kubernetesMinor = 37): string[] =>
  see(text, rule, { kubernetesMinor }).map(({ line, text: marked }) => `${line} ${marked}`);

describe('invalid-env-name', () => {
  const RULE = 'invalid-env-name';

  it.each([
    [env('name: A=b'), 'A=b'],
    [env('name: Ä'), 'Ä'],
    [env('name: ""'), '""'],
    [env('value: x'), '{ value: x }'],
    [pod('envFrom: [{ prefix: a=, secretRef: { name: x } }]'), 'a='],
  ])('%#: %s', (text, expected) => {
    expect(found(text, RULE)).toEqual([`9 ${expected}`]);
  });

  it.each([
    env('name: A'),
    env('name: a b'),
    env('name: "${A}"'),
    env('name: 5'),
    pod('env: [{ name: A, value: a }, { name: A, value: b }]'),
    pod('envFrom: [{ secretRef: { name: x } }]'),
  ])('leaves alone %#', (text) => {
    expect(found(text, RULE)).toEqual([]);
  });

  it.each(['1A', 'a b', 'a:b', '..', '..a'])('knows that old versions allow less than %s', (name) => {
    expect(found(env(`name: "${name}"`), RULE, 32)).toEqual([]);
    expect(found(env(`name: "${name}"`), RULE, 31)).toEqual([`9 "${name}"`]);
  });
});

describe('invalid-env-source', () => {
  const RULE = 'invalid-env-source';
  const FIELD = 'fieldRef: { fieldPath: metadata.name }';

  it.each([
    ['a value and a source', env(`name: A, value: x, valueFrom: { ${FIELD} }`), 'valueFrom'],
    ['two sources', from(`${FIELD}, secretKeyRef: { name: x, key: x }`), 'valueFrom'],
    ['no source', from(''), 'valueFrom'],
    ['a source that is null', from('fieldRef: null'), 'valueFrom'],
    ['a secret without a key', from('secretKeyRef: { name: x }'), 'secretKeyRef'],
    ['a config map without a name', from('configMapKeyRef: { key: x }'), 'configMapKeyRef'],
    ['a name that none can have', from('configMapKeyRef: { name: X, key: x }'), 'X'],
    ['a key that none can have', from('configMapKeyRef: { name: x, key: a/b }'), 'a/b'],
    ['nothing to take all from', pod('envFrom: [{ prefix: A_ }]'), '{ prefix: A_ }'],
    [
      'two to take all from',
      pod('envFrom: [{ secretRef: { name: x }, configMapRef: { name: x } }]'),
      '{ secretRef: { name: x }, configMapRef: { name: x } }',
    ],
    ['a secret without a name to take all from', pod('envFrom: [{ secretRef: {} }]'), 'secretRef'],
  ])('%s', (_, text, expected) => {
    expect(found(text, RULE)).toEqual([`9 ${expected}`]);
  });

  it('finds each of several entries', () => {
    expect(found(pod('envFrom: [{}, { prefix: x }]'), RULE)).toEqual(['9 {}', '9 { prefix: x }']);
  });

  it.each([
    ['an empty value beside a source', env(`name: A, value: "", valueFrom: { ${FIELD} }`)],
    ['a value that another tool fills in', env(`name: A, value: "\${A}", valueFrom: { ${FIELD} }`)],
    ['null in place of a source', env('name: A, value: x, valueFrom: null')],
    ['neither a value nor a source', env('name: A')],
    ['a secret that another tool names', from('secretKeyRef: { name: "${X}", key: "${X}" }')],
    ['a name that ends with a dash to take all from', pod('envFrom: [{ secretRef: { name: x- } }]')],
    ['a patch', `${from('')}$patch: merge\n`],
    ['branches of a template', pod(`env:\n  - name: A\n    value: x\n    valueFrom: { ${FIELD} }\n    {{- end }}`)],
  ])('leaves alone %s', (_, text) => {
    expect(found(text, RULE)).toEqual([]);
  });

  it('knows since when a file is a source', () => {
    const text = from('fileKeyRef: { volumeName: x, path: a, key: A }, secretKeyRef: { name: x, key: x }');
    expect(found(text, RULE, 34)).toEqual([]);
    expect(found(text, RULE, 35)).toEqual(['9 valueFrom']);
  });
});

describe('unknown-field-path', () => {
  const RULE = 'unknown-field-path';
  const file = (source: string, kind = 'downwardAPI'): string =>
    podOf(`containers: [{ name: web, image: ${IMAGE} }]
volumes:
- name: info
  ${kind}: ${source}`);
  const files = (item: string): string => file(`{ items: [{ path: a, ${item} }] }`);

  it.each([
    [from('fieldRef: { fieldPath: metadata.Name }'), '9 metadata.Name'],
    [from('fieldRef: { fieldPath: metadata.labels }'), '9 metadata.labels'],
    [from('fieldRef: { fieldPath: status.phase }'), '9 status.phase'],
    [from(`fieldRef: { fieldPath: "metadata.name['x']" }`), `9 "metadata.name['x']"`],
    [from(`fieldRef: { fieldPath: "metadata.labels['a b']" }`), `9 "metadata.labels['a b']"`],
    [from('fieldRef: { fieldPath: metadata.name, apiVersion: v2 }'), '9 metadata.name'],
    [from('fieldRef: {}'), '9 fieldRef'],
    [from('resourceFieldRef: { resource: cpu }'), '9 cpu'],
    [from('resourceFieldRef: { containerName: web }'), '9 resourceFieldRef'],
    [files('fieldRef: { fieldPath: spec.nodeName }'), '9 spec.nodeName'],
    [files('resourceFieldRef: { resource: limits.cpu }'), '9 resourceFieldRef'],
    [file('{ sources: [{ downwardAPI: { items: [{ path: a, fieldRef: { fieldPath: x } }] } }] }', 'projected'), '9 x'],
  ])('%#', (text, expected) => {
    expect(found(text, RULE)).toEqual([expected]);
  });

  it.each([
    from('fieldRef: { fieldPath: metadata.name, apiVersion: v1 }'),
    from('fieldRef: { fieldPath: spec.host }'),
    from(`fieldRef: { fieldPath: "metadata.annotations['example.com/Name']" }`),
    from('fieldRef: { fieldPath: "${FIELD}" }'),
    from('resourceFieldRef: { resource: limits.hugepages-2Mi }'),
    files('fieldRef: { fieldPath: metadata.labels }'),
    files('resourceFieldRef: { resource: requests.memory, containerName: web }'),
    `${from('fieldRef: {}')}$patch: merge\n`,
  ])('leaves alone %#', (text) => {
    expect(found(text, RULE)).toEqual([]);
  });
});

describe('invalid-env-file', () => {
  const RULE = 'invalid-env-file';
  const file = (source: string, volumes = '[{ name: data, emptyDir: {} }]'): string =>
    podOf(
      `volumes: ${volumes}\ncontainers:\n- { name: web, image: ${IMAGE}, env: [{ name: A, valueFrom: { fileKeyRef: ${source} } }] }`,
    );

  it.each([
    ['{ volumeName: data, path: a.env }', 'fileKeyRef'],
    ['{ volumeName: other, path: a.env, key: A }', 'other'],
    ['{ volumeName: data, path: ../a.env, key: A }', '../a.env'],
    ['{ volumeName: data, path: a.env, key: A=B }', 'A=B'],
  ])('finds %s', (source, marked) => {
    expect(see(file(source), RULE).map(({ text }) => text)).toEqual([marked]);
    expect(found(file(source), RULE, 34)).toEqual([]);
  });

  it('is no source at all before 1.35, so that the API server refuses the variable', () => {
    const text = file('{ volumeName: data, path: a.env, key: A }');
    expect(found(text, 'invalid-env-source', 34)).toHaveLength(1);
    expect(found(text, 'invalid-env-source', 35)).toEqual([]);
  });

  it('needs an `emptyDir`, which a volume without a source is, too', () => {
    const source = '{ volumeName: data, path: a.env, key: A }';
    expect(found(file(source, '[{ name: data, configMap: { name: a } }]'), RULE)).toHaveLength(1);
    expect(found(file(source, '[{ name: data }]'), RULE)).toEqual([]);
    expect(found(file(source), RULE)).toEqual([]);
    expect(found(file(source, '[{ name: "${NAME}" }]'), RULE)).toEqual([]);
  });
});
