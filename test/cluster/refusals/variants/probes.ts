import type { Variant } from '../variant.ts';

const EXEC = { exec: { command: ['check'] } };
const TCP = { tcpSocket: { port: 80 } };
const HTTP = { httpGet: { port: 80 } };
const GRPC = { grpc: { port: 80 } };
const SLEEP = { sleep: { seconds: 5 } };

/** A field of a container that is no init container, or a native sidecar; in `setup`, all of them are refused. */
function inApp(rule: string, name: string, field: string, value: unknown): Variant {
  return { rule, name: `${name} (${field})`, set: { [`spec.containers.0.${field}`]: value } };
}

function inSidecar(rule: string, name: string, field: string, value: unknown): Variant {
  return { rule, name: `${name} (${field} of a sidecar)`, set: { [`spec.initContainers.1.${field}`]: value } };
}

const liveness = (rule: string, name: string, value: unknown): Variant => inApp(rule, name, 'livenessProbe', value);
const preStop = (rule: string, name: string, value: unknown): Variant =>
  inApp(rule, name, 'lifecycle', { preStop: value });
const setup = (name: string, set: Readonly<Record<string, unknown>>): Variant => ({
  rule: 'init-container-probe',
  name,
  set: Object.fromEntries(Object.entries(set).map(([field, value]) => [`spec.initContainers.0.${field}`, value])),
});
const http = (name: string, more: Readonly<Record<string, unknown>>): Variant =>
  liveness('invalid-handler', name, { httpGet: { port: 80, ...more } });
const setting = (probe: string, name: string, value: unknown): Variant =>
  inApp('invalid-probe-setting', `${name}: ${value}`, probe, { ...EXEC, [name]: value });
const sleeping = (seconds: unknown, terminationGracePeriodSeconds?: unknown): Variant => ({
  rule: 'sleep-outlasts-grace-period',
  name: `${seconds} of ${terminationGracePeriodSeconds}`,
  set: {
    'spec.containers.0.lifecycle': { preStop: { sleep: { seconds } } },
    'spec.terminationGracePeriodSeconds': terminationGracePeriodSeconds,
  },
});

const [TYPE, HANDLER] = ['handler-type', 'invalid-handler'];

export const probes: readonly Variant[] = [
  ...['livenessProbe', 'readinessProbe', 'startupProbe'].flatMap((field) => [
    inApp(TYPE, 'nothing', field, {}),
    inApp(TYPE, 'null', field, null),
    inApp(TYPE, 'one', field, EXEC),
    inApp(TYPE, 'two', field, { ...EXEC, ...TCP }),
    inSidecar(TYPE, 'nothing', field, { periodSeconds: 5 }),
    inSidecar(TYPE, 'two', field, { ...HTTP, ...GRPC }),
    inSidecar(TYPE, 'one', field, GRPC),
    ...['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'failureThreshold'].flatMap((name) => [
      setting(field, name, -1),
      setting(field, name, 0),
    ]),
    ...[-1, 0, 1, 2, null].map((value) => setting(field, 'successThreshold', value)),
    ...[-1, 0, 1, null].map((value) => setting(field, 'terminationGracePeriodSeconds', value)),
  ]),
  liveness(TYPE, 'one of null', { exec: null }),
  liveness(TYPE, 'one and another of null', { ...EXEC, tcpSocket: null, grpc: null }),
  liveness(TYPE, 'all', { ...EXEC, ...TCP, ...HTTP, ...GRPC }),
  liveness(TYPE, 'two, the second of which is invalid', { ...EXEC, tcpSocket: { port: 'PORT' } }),
  inApp(TYPE, 'empty', 'lifecycle', {}),
  inApp(TYPE, 'hooks of null', 'lifecycle', { preStop: null, postStart: null }),
  preStop(TYPE, 'nothing', {}),
  preStop(TYPE, 'one', SLEEP),
  preStop(TYPE, 'two', { ...EXEC, ...SLEEP }),
  inApp(TYPE, 'nothing', 'lifecycle', { postStart: {} }),
  inApp(TYPE, 'two', 'lifecycle', { postStart: { ...HTTP, ...TCP } }),
  inSidecar(TYPE, 'nothing', 'lifecycle', { preStop: {} }),
  inSidecar(TYPE, 'empty', 'lifecycle', {}),

  liveness(HANDLER, 'no command', { exec: {} }),
  liveness(HANDLER, 'an empty command', { exec: { command: [] } }),
  liveness(HANDLER, 'a command of null', { exec: { command: null } }),
  liveness(HANDLER, 'a command with an empty word', { exec: { command: [''] } }),
  preStop(HANDLER, 'no command', { exec: {} }),
  inSidecar(HANDLER, 'no command', 'lifecycle', { postStart: { exec: { command: [] } } }),
  ...['8080', 'HTTP', 'a_b', 'abcdefghijklmnop', 'a--b', '', 0, -1, 65_536, null].flatMap((port) => [
    http(`port ${JSON.stringify(port)}`, { port }),
    liveness(HANDLER, `port ${JSON.stringify(port)} of TCP`, { tcpSocket: { port } }),
  ]),
  ...['http', 'web-1', 1, 65_535].map((port) => http(`port ${JSON.stringify(port)}`, { port })),
  ...[0, -1, 65_536, null, 1].map((port) => liveness(HANDLER, `port ${port} of gRPC`, { grpc: { port } })),
  liveness(HANDLER, 'no port', { httpGet: { path: '/' } }),
  liveness(HANDLER, 'no port of gRPC', { grpc: { service: 'web' } }),
  preStop(HANDLER, 'a number in quotes', { httpGet: { port: '8080' } }),
  inSidecar(HANDLER, 'a number in quotes', 'startupProbe', { tcpSocket: { port: '8080' } }),
  ...['HTTP', 'HTTPS', '', null, 'http', 'https', 'TCP'].map((scheme) => http(`scheme ${scheme}`, { scheme })),
  ...['', 'no slash', null].map((path) => http(`path ${path}`, { path })),
  ...['X-Header-1', 'a', 'a b', 'Host:', 'a_b', 'a.b', ''].map((name) =>
    http(`header ${JSON.stringify(name)}`, { httpHeaders: [{ name, value: '1' }] }),
  ),
  http('a header without a name', { httpHeaders: [{ value: '1' }] }),
  http('a header of null', { httpHeaders: [null] }),
  http('two wrong headers', { httpHeaders: [{ name: 'a b' }, { name: 'c d' }] }),
  http('no headers', { httpHeaders: [] }),
  http('several faults', { port: '80', scheme: 'http', httpHeaders: [{ name: 'a b' }] }),

  ...[0, 1, 30, 31, -1, null].map((seconds) => sleeping(seconds)),
  ...[60, 61].map((seconds) => sleeping(seconds, 60)),
  ...[0, 1].map((seconds) => sleeping(seconds, 0)),
  ...[0, 1, 2].map((seconds) => sleeping(seconds, -5)),
  sleeping(31, null),
  inSidecar('sleep-outlasts-grace-period', '31', 'lifecycle', { preStop: { sleep: { seconds: 31 } } }),
  inApp('sleep-outlasts-grace-period', '31', 'lifecycle', { postStart: { sleep: { seconds: 31 } } }),

  ...['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle'].flatMap((field) => [
    setup(field, { [field]: field === 'lifecycle' ? { preStop: EXEC } : EXEC }),
    setup(`${field}, empty`, { [field]: {} }),
    setup(`${field}, null`, { [field]: null }),
  ]),
  setup('several', { livenessProbe: EXEC, readinessProbe: {}, lifecycle: {} }),
  setup('with Never', { livenessProbe: EXEC, restartPolicy: 'Never' }),
  setup('with Always', { livenessProbe: EXEC, restartPolicy: 'Always' }),
  setup('a stop signal', { lifecycle: { stopSignal: 'SIGTERM' } }),
  setup('a stop signal and a hook of null', { lifecycle: { stopSignal: 'SIGTERM', preStop: null } }),
  setup('a stop signal and a hook', { lifecycle: { stopSignal: 'SIGTERM', preStop: EXEC } }),
  setup('a stop signal of null', { lifecycle: { stopSignal: null } }),
];
