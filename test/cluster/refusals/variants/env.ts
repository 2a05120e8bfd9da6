import type { Variant } from '../variant.ts';

const inEnv =
  (rule: string) =>
  (name: string, ...env: readonly object[]): Variant => ({ rule, name, set: { 'container.env': env } });
const named = inEnv('invalid-env-name');
const sourced = inEnv('invalid-env-source');
const field = inEnv('unknown-field-path');
const from = (name: string, ...envFrom: readonly object[]): Variant => ({
  rule: 'invalid-env-source',
  name,
  set: { 'container.envFrom': envFrom },
});

const FIELD = { fieldRef: { fieldPath: 'metadata.name' } };
const KEY = { secretKeyRef: { name: 'x', key: 'x' } };
const path = (fieldPath: unknown, more = {}): Variant =>
  field(`${fieldPath}`, { name: 'A', valueFrom: { fieldRef: { fieldPath, ...more } } });
const resource = (name: unknown, more = {}): Variant =>
  field(`of the resource ${name} ${JSON.stringify(more)}`, {
    name: 'A',
    valueFrom: { resourceFieldRef: { resource: name, ...more } },
  });
const file = (fieldRef: object): Variant => ({
  rule: 'unknown-field-path',
  name: `${JSON.stringify(fieldRef)} of a volume`,
  set: { 'spec.volumes.2': { name: 'info', downwardAPI: { items: [{ path: 'a', fieldRef }] } } },
});

/** A variable from a file of a volume; the pod has the volumes `data`, which is an `emptyDir`, and `config`. */
const fromFile = (name: string, fileKeyRef: unknown, more: Variant['set'] = {}): Variant => ({
  rule: 'invalid-env-file',
  name,
  set: { 'container.env': [{ name: 'A', valueFrom: { fileKeyRef } }], ...more },
});
const FILE = { volumeName: 'data', path: 'app.env', key: 'LEVEL' };

export const env: readonly Variant[] = [
  named('that is missing', { value: 'x' }),
  named('that is null', { name: null, value: 'x' }),
  named('that is empty', { name: '' }),
  named('with an equals sign', { name: 'A=B' }),
  named('with a letter of another language', { name: 'Ä' }),
  named('with a tab', { name: 'A\tB' }),
  named('with a space', { name: 'A B' }),
  named('that begins with a digit', { name: '1A' }),
  named('with a dot', { name: 'a.b' }),
  named('that is a dot', { name: '.' }),
  named('with a colon', { name: 'a:b' }),
  named('twice', { name: 'A', value: 'a' }, { name: 'A', value: 'b' }),
  named('of an entry that is empty', {}),

  sourced('a value and a field', { name: 'A', value: 'a', valueFrom: FIELD }),
  sourced('an empty value and a field', { name: 'A', value: '', valueFrom: FIELD }),
  sourced('a value that is null and a field', { name: 'A', value: null, valueFrom: FIELD }),
  sourced('neither a value nor a source', { name: 'A' }),
  sourced('two sources', { name: 'A', valueFrom: { ...FIELD, ...KEY } }),
  sourced('two sources and a value', { name: 'A', value: 'a', valueFrom: { ...FIELD, ...KEY } }),
  sourced('no source', { name: 'A', valueFrom: {} }),
  sourced('no source and a value', { name: 'A', value: 'a', valueFrom: {} }),
  sourced('a source that is null', { name: 'A', valueFrom: { fieldRef: null } }),
  sourced('null as a source', { name: 'A', value: 'a', valueFrom: null }),
  sourced('a secret without a key', { name: 'A', valueFrom: { secretKeyRef: { name: 'x' } } }),
  sourced('a secret with an empty key', { name: 'A', valueFrom: { secretKeyRef: { name: 'x', key: '' } } }),
  sourced('a secret without a name', { name: 'A', valueFrom: { secretKeyRef: { key: 'x' } } }),
  sourced('a config map without anything', { name: 'A', valueFrom: { configMapKeyRef: {} } }),
  sourced('a config map', { name: 'A', valueFrom: { configMapKeyRef: { name: 'x', key: 'x' } } }),
  sourced('two faults', { name: 'A', value: 'a', valueFrom: FIELD }, { name: 'B', valueFrom: {} }),
  from('nothing', {}),
  from('a prefix alone', { prefix: 'A_' }),
  from('a secret and a config map', { secretRef: { name: 'x' }, configMapRef: { name: 'x' } }),
  from('a secret without a name', { secretRef: {} }),
  from('an optional config map with an empty name', { configMapRef: { name: '', optional: true } }),
  from('a secret that is null', { secretRef: null }),
  from('a config map', { configMapRef: { name: 'x' } }),
  from('two secrets', { secretRef: { name: 'x' } }, { secretRef: { name: 'y' } }),
  from('twice nothing', {}, {}),

  ...['metadata.name', 'metadata.namespace', 'metadata.uid', 'spec.nodeName', 'spec.serviceAccountName'].map((one) =>
    path(one),
  ),
  ...['status.hostIP', 'status.hostIPs', 'status.podIP', 'status.podIPs', 'spec.host'].map((one) => path(one)),
  ...["metadata.labels['app']", "metadata.annotations['example.com/Name']"].map((one) => path(one)),
  ...['metadata.labels', 'metadata.annotations', 'status.phase', 'spec.restartPolicy', 'spec.schedulerName'].map(
    (one) => path(one),
  ),
  ...['metadata.Name', 'name', 'status.containerStatuses', 'spec.nodename', '', null].map((one) => path(one)),
  ...[
    "metadata.labels['']",
    "metadata.labels['a b']",
    "metadata.name['x']",
    "metadata.labels['app'",
    'metadata.labels[app]',
  ].map((one) => path(one)),
  path('metadata.name', { apiVersion: 'v1' }),
  path('metadata.name', { apiVersion: 'v2' }),
  ...['limits.cpu', 'requests.memory', 'limits.ephemeral-storage', 'limits.hugepages-2Mi'].map((one) => resource(one)),
  ...['limits.CPU', 'cpu', 'limits.example.com/gpu', '', null].map((one) => resource(one)),
  resource('limits.cpu', { divisor: '1m' }),
  resource('limits.memory', { divisor: '1Mi' }),
  resource('limits.memory', { divisor: 0 }),
  resource('limits.cpu', { containerName: 'app' }),
  resource('limits.cpu', { containerName: 'other' }),
  file({ fieldPath: 'metadata.labels' }),
  file({ fieldPath: 'metadata.name' }),
  file({ fieldPath: 'spec.nodeName' }),
  file({ fieldPath: 'status.podIP' }),
  file({ fieldPath: 'metadata.owner' }),
  file({}),
  file({ fieldPath: "metadata.labels['app']" }),
  file({ fieldPath: "metadata.labels['a b']" }),
  sourced('a secret with a name in upper case', { name: 'A', valueFrom: { secretKeyRef: { name: 'X', key: 'x' } } }),
  sourced('a secret with a key with a slash', { name: 'A', valueFrom: { secretKeyRef: { name: 'x', key: 'a/b' } } }),
  sourced('a secret with the key ..', { name: 'A', valueFrom: { secretKeyRef: { name: 'x', key: '..' } } }),
  sourced('a secret with a name that ends with a dash', {
    name: 'A',
    valueFrom: { secretKeyRef: { name: 'x-', key: 'a' } },
  }),
  from('a secret with a name that ends with a dash', { secretRef: { name: 'x-' } }),
  from('a secret with a name in upper case', { secretRef: { name: 'X' } }),
  from('a secret with a prefix that has an equals sign', { prefix: 'A=', secretRef: { name: 'x' } }),

  fromFile('a file', FILE),
  fromFile('an optional file', { ...FILE, optional: true }),
  fromFile('nothing', {}),
  fromFile('null', null),
  ...['volumeName', 'path', 'key'].flatMap((part) => [
    fromFile(`without ${part}`, { ...FILE, [part]: undefined }),
    fromFile(`with ${part} that is null`, { ...FILE, [part]: null }),
    fromFile(`with ${part} that is empty`, { ...FILE, [part]: '' }),
  ]),
  ...['other', 'config', 'Data', 'data.x', 'app'].map((volumeName) =>
    fromFile(`a file of the volume ${volumeName}`, { ...FILE, volumeName }),
  ),
  ...['../a', 'a/../b', '/a', 'a/..b', '..', './a', 'a b'].map((path) =>
    fromFile(`the path ${path}`, { ...FILE, path }),
  ),
  ...['a=b', '1A', 'a.b', 'a b', 'Ä', '..'].map((key) => fromFile(`the key ${key}`, { ...FILE, key })),
  fromFile('a file of a volume that is there twice', FILE, {
    'spec.volumes.2': { name: 'data', configMap: { name: 'x' } },
  }),
  fromFile(
    'a file of a volume without a source',
    { ...FILE, volumeName: 'bare' },
    { 'spec.volumes.2': { name: 'bare' } },
  ),
  fromFile(
    'a file of an emptyDir that is null',
    { ...FILE, volumeName: 'bare' },
    { 'spec.volumes.2': { name: 'bare', emptyDir: null } },
  ),
];
