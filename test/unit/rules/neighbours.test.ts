import { describe, expect, it } from 'vitest';
import { see } from '../analyse';
import { fixed } from '../fixing';
import { IMAGE, podOf } from '../manifests';

/** Another program: containers of one image may share all. */
const SIDECAR_IMAGE = IMAGE.replace('/web@', '/agent@');

const indent = (lines: string): string => lines.replace(/^(?=.)/gm, '  ');

/** A pod of an app and a sidecar; the lines of each behind its name and image, and those of the spec. */
function pod(app: string, sidecar: string, spec = '', list = 'containers'): string {
  const own = `- name: log-agent\n  image: ${SIDECAR_IMAGE}\n${indent(sidecar)}\n`;
  const native = list === 'containers' ? '' : `${list}:\n${own}`;
  return podOf(`${spec}${native}containers:\n- name: web\n  image: ${IMAGE}\n${indent(app)}\n${native ? '' : own}`);
}

const found = (text: string, rule: string, kubernetesMinor?: number): string[] =>
  see(text, rule, kubernetesMinor === undefined ? {} : { kubernetesMinor }).map(
    ({ severity, text: words }) => `${severity} ${words}`,
  );

describe('shared-service-account-token', () => {
  const check = (spec: string, more = ''): string[] => found(pod('', '', spec) + more, 'shared-service-account-token');

  it('is on by default, and off where the pod or its account says so', () => {
    const account = (automounts: boolean): string =>
      `---\napiVersion: v1\nkind: ServiceAccount\nmetadata: { name: web }\nautomountServiceAccountToken: ${automounts}\n`;
    expect(check('')).toEqual(['information log-agent']);
    expect(check('automountServiceAccountToken: false\n')).toEqual([]);
    expect(check('serviceAccountName: web\n', account(false))).toEqual([]);
    expect(check('serviceAccountName: web\n', account(true))).toEqual(['information log-agent']);
    expect(check('serviceAccountName: web\nautomountServiceAccountToken: true\n', account(false))).toHaveLength(1);
  });

  it('is worse where the account may do harm', () => {
    const bound = `---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: { name: b }\nroleRef: { kind: ClusterRole, name: edit }\nsubjects: [{ kind: ServiceAccount, name: web }]\n`;
    expect(check('serviceAccountName: web\n', bound)).toEqual(['warning log-agent']);
  });

  it('leaves alone a pod without sidecar, and one that hides the token from it', () => {
    expect(found(podOf(`containers:\n- { name: web, image: "${IMAGE}" }\n`), 'shared-service-account-token')).toEqual(
      [],
    );
    const hidden =
      'volumeMounts: [{ name: none, mountPath: /var/run/secrets/kubernetes.io/serviceaccount, readOnly: true }]';
    expect(found(pod('', hidden, 'volumes: [{ name: none, emptyDir: {} }]\n'), 'shared-service-account-token')).toEqual(
      [],
    );
  });
});

describe('shared-secret', () => {
  const VOLUMES =
    'volumes: [{ name: s, secret: { secretName: db } }, { name: t, secret: { secretName: db, items: [{ key: ca, path: ca }] } }]\n';
  const mount = (name: string): string => `volumeMounts: [{ name: ${name}, mountPath: /s }]`;
  const env = (key: string, secret = 'db'): string =>
    `env: [{ name: P, valueFrom: { secretKeyRef: { name: ${secret}, key: ${key} } } }]`;
  const whole = 'envFrom: [{ secretRef: { name: db } }]';

  it.each([
    ['both mount it', mount('s'), mount('s'), ['warning s']],
    ['one mounts and one imports it', mount('s'), whole, ['warning db']],
    ['the same key', env('password'), env('password'), ['warning db']],
    ['a key of what the app has whole', whole, env('password'), ['warning db']],
    ['another key', env('password'), env('user'), []],
    ['another key of a volume', mount('t'), env('user'), []],
    ['another Secret', whole, env('password', 'other'), []],
    ['only the sidecar', '', whole, []],
    [
      'the token of an account, where admission puts it',
      'volumeMounts: [{ name: s, mountPath: /var/run/secrets/kubernetes.io/serviceaccount }]',
      'volumeMounts: [{ name: s, mountPath: /var/run/secrets/kubernetes.io/serviceaccount/ }]',
      [],
    ],
  ])('%s', (_, app, sidecar, expected) => {
    expect(found(pod(app, sidecar, VOLUMES), 'shared-secret')).toEqual(expected);
  });

  it('leaves alone containers of one image', () => {
    expect(found(pod(whole, whole).replace(SIDECAR_IMAGE, IMAGE), 'shared-secret')).toEqual([]);
  });

  it('lets off those that are there for secrets, by name and image', () => {
    const tls = pod(whole, whole).replace('log-agent', 'oauth2-proxy');
    expect(found(tls, 'shared-secret')).toEqual(['warning db']);
    const own = tls.replace(
      `- name: oauth2-proxy\n    image: ${SIDECAR_IMAGE}`,
      `- name: oauth2-proxy\n    image: quay.io/oauth2-proxy/oauth2-proxy:v7@sha256:${'a'.repeat(64)}`,
    );
    expect(own).not.toBe(tls);
    expect(found(own, 'shared-secret')).toEqual([]);
  });
});

describe('attack-toolbox-image', () => {
  const one = (image: string, metadata = 'name: web'): string[] =>
    found(podOf(`containers:\n- { name: web, image: ${image} }\n`, metadata), 'attack-toolbox-image');

  it.each([
    'nicolaka/netshoot',
    'example/hacker-container:1',
    'docker.io/kalilinux/kali-rolling:latest',
    'registry.k8s.io/e2e-test-images/jessie-dnsutils:1.3',
  ])('%s', (image) => {
    expect(one(image)).toEqual([`warning ${image}`]);
    expect(one(image, 'name: web-debug')).toEqual([]);
    expect(one(image, 'name: web\nlabels: { app: network-troubleshooting }')).toEqual([]);
  });

  it.each(['docker.io/library/busybox:1', 'registry.example.com/kalium:1', 'registry.example.com/nmap-report/web:1'])(
    'leaves alone %s',
    (image) => {
      expect(one(image)).toEqual([]);
    },
  );
});

describe('init-container-probe', () => {
  it.each(['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle'])('%s', (field) => {
    const lines = `${field}: { tcpSocket: { port: 1 } }`;
    expect(found(pod('', lines, '', 'initContainers'), 'init-container-probe')).toEqual([`error ${field}`]);
    expect(found(pod('', `restartPolicy: Always\n${lines}`, '', 'initContainers'), 'init-container-probe')).toEqual([]);
    expect(found(pod(lines, lines), 'init-container-probe')).toEqual([]);
  });

  it('can only be removed where there are no native sidecars', () => {
    const text = pod('', 'livenessProbe: { tcpSocket: { port: 1 } }', '', 'initContainers');
    expect(fixed(text, 'init-container-probe')).toContain('restartPolicy: Always');
    expect(fixed(text, 'init-container-probe', { kubernetesMinor: 27 })).not.toContain('livenessProbe');
  });
});

describe('no-startup-probe', () => {
  it.each([
    ['it serves a port', 'ports: [{ containerPort: 80 }]', ['hint log-agent']],
    [
      'it has metrics beside',
      'ports: [{ name: metrics, containerPort: 9 }, { containerPort: 80 }]',
      ['hint log-agent'],
    ],
    ['only metrics', 'ports: [{ name: http-metrics, containerPort: 9 }]', []],
    ['no ports', 'command: [tail, -F, /x]', []],
    ['a probe', 'ports: [{ containerPort: 80 }]\nstartupProbe: { tcpSocket: { port: 80 } }', []],
    ['a hook', 'ports: [{ containerPort: 80 }]\nlifecycle: { postStart: { exec: { command: [ready] } } }', []],
  ])('%s', (_, lines, expected) => {
    expect(found(pod('', `restartPolicy: Always\n${lines}`, '', 'initContainers'), 'no-startup-probe')).toEqual(
      expected,
    );
  });
});

it('ephemeral-in-manifest is about manifests, not about what the cluster prints', () => {
  const text = pod('', '', '', 'ephemeralContainers');
  expect(found(text, 'ephemeral-in-manifest')).toEqual(['error ephemeralContainers']);
  expect(found(text.replace('  name: web\n', '  name: web\n  uid: 1-2-3\n'), 'ephemeral-in-manifest')).toEqual([]);
});

describe('reads-unmounted-path', () => {
  const app = (path: string, more = ''): string => `volumeMounts: [{ name: v, mountPath: ${path}${more} }]`;
  const VOLUME = 'volumes: [{ name: v, emptyDir: {} }]\n';
  const check = (path: string, sidecar: string, volume = VOLUME, more = ''): string[] =>
    found(pod(app(path, more), sidecar, volume), 'reads-unmounted-path');

  it.each([
    ['a file', '/var/log/web', 'command: [tail, -F, /var/log/web/access.log]', ['warning tail']],
    ['in a shell', '/data', 'command: [sh, -c, "cat /data/x | wc -l"]', ['warning cat /data/x | wc -l']],
    ['mounted', '/data', `command: [cat, /data/x]\n${app('/data')}`, []],
    ['mounted above', '/data/logs', `command: [cat, /data/logs/x]\n${app('/data')}`, []],
    ['its own by writing', '/data', 'command: [sh, -c, "date > /data/x"]', []],
    ['a folder that every image has', '/tmp', 'command: [tail, -F, /tmp/x]', []],
    ['another folder', '/data', 'command: [cat, /database/x]', []],
  ])('%s', (_, path, sidecar, expected) => {
    expect(check(path, sidecar)).toEqual(expected);
  });

  it('is about what the app produces', () => {
    const sidecar = 'command: [cat, /data/x]';
    expect(check('/data', sidecar, 'volumes: [{ name: v, configMap: { name: x } }]\n')).toEqual([]);
    expect(check('/data', sidecar, VOLUME, ', readOnly: true')).toEqual([]);
  });

  it.each([
    ['no mounts', ''],
    ['mounts in lines', 'volumeMounts:\n- name: other # mine\n  mountPath: /other'],
    ['mounts in brackets', 'volumeMounts: [{ name: other, mountPath: /other }]'],
    ['mounts with nothing in them', 'volumeMounts:'],
  ])('has a fix that keeps %s', (_, mounts) => {
    const text = pod(
      app('/data'),
      `command: [cat, /data/x]\n${mounts}`,
      `${VOLUME.replace(']', ', { name: other, emptyDir: {} }]')}`,
    );
    const after = fixed(text, 'reads-unmounted-path');
    if (after === undefined) throw new Error(`No fix is offered for:\n${text}`);
    expect(found(after, 'reads-unmounted-path')).toEqual([]);
    expect(after).toMatch(/name: v(?:\n +|, )mountPath: \/data(?:\n +|, )readOnly: true/);
    expect(after.includes('# mine')).toBe(text.includes('# mine'));
  });
});

describe('port-conflict', () => {
  const ports = (...list: string[]): string => `ports: [${list.map((port) => `{ ${port} }`).join(', ')}]`;
  it.each([
    ['the same port', ports('containerPort: 80'), ports('containerPort: 80'), ['warning 80']],
    // The API server refuses it.
    [
      'the same port of the node',
      ports('containerPort: 80, hostPort: 8080'),
      ports('containerPort: 81, hostPort: 8080'),
      [],
    ],
    ['another protocol', ports('containerPort: 53'), ports('containerPort: 53, protocol: UDP'), []],
    [
      'another address of the node',
      ports('containerPort: 80, hostPort: 8080, hostIP: 10.0.0.1'),
      ports('containerPort: 81, hostPort: 8080, hostIP: 10.0.0.2'),
      [],
    ],
    ['one container twice', ports('containerPort: 80, name: a', 'containerPort: 80, name: b'), '', []],
  ])('%s', (_, app, sidecar, expected) => {
    expect(found(pod(app, sidecar), 'port-conflict')).toEqual(expected);
  });

  it('is no matter of init containers that have ended, but of native sidecars', () => {
    const port = ports('containerPort: 80');
    expect(found(pod(port, port, '', 'initContainers'), 'port-conflict')).toEqual([]);
    expect(found(pod(port, `restartPolicy: Always\n${port}`, '', 'initContainers'), 'port-conflict')).toEqual([
      'warning 80',
    ]);
  });
});

describe('unbounded-shared-volume', () => {
  const mount = 'volumeMounts: [{ name: v, mountPath: /data }]';
  const check = (volume: string, sidecar = 'command: [tail, -F, /data/x]'): string[] =>
    found(pod(mount, `${sidecar}\n${mount}`, `volumes: [{ name: v, ${volume} }]\n`), 'unbounded-shared-volume');

  it('is an emptyDir without limit that the sidecar reads', () => {
    expect(check('emptyDir: {}')).toEqual(['hint v']);
    expect(check('emptyDir: { medium: Memory }')).toEqual(['hint v']);
    expect(check('emptyDir: { sizeLimit: 1Gi }')).toEqual([]);
    expect(check('persistentVolumeClaim: { claimName: x }')).toEqual([]);
    expect(check('emptyDir: {}', 'command: [agent]')).toEqual([]);
  });
});

it('no-resource-limits is off until it is asked for', () => {
  const severities = new Map([['no-resource-limits', 'warning' as const]]);
  const asked = (text: string, kubernetesMinor = 37): number =>
    see(text, 'no-resource-limits', { severities, kubernetesMinor }).length;
  expect(found(pod('', ''), 'no-resource-limits')).toEqual([]);
  expect(see(pod('', ''), 'no-resource-limits', { only: new Set(['no-resource-limits']) })).toHaveLength(1);
  expect(asked(pod('', ''))).toBe(1);
  expect(asked(pod('', 'resources: { limits: { memory: 1Gi } }'))).toBe(0);
  const ofPod = pod('', '', 'resources: { limits: { memory: 1Gi } }\n');
  expect([asked(ofPod, 34), asked(ofPod, 33)]).toEqual([0, 1]);
});
