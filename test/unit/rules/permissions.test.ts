import { describe, expect, it } from 'vitest';
import { see } from '../analyse';
import { fixed } from '../fixing';
import { IMAGE, podOf, podWith } from '../manifests';

function namespace(labels: string): string {
  return `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels: { ${labels} }\n---\n`;
}
const inShop = (pod: string): string => pod.replace(/^( {2}name: \w+)$/m, '$1\n  namespace: shop');
const PREFIX = 'pod-security.kubernetes.io';
const onHost = podOf(`containers:
- name: web
  image: ${IMAGE}
  volumeMounts: [{ name: x, mountPath: /x }]
volumes:
- { name: x, hostPath: { path: /srv } }
`);

describe.each([
  ['privileged', podWith('web')],
  ['host-path', onHost],
])('%s', (rule, pod) => {
  it.each([
    ['nothing is known', '', ['warning']],
    ['the namespace enforces baseline', namespace(`${PREFIX}/enforce: baseline`), ['error']],
    ['the namespace enforces restricted', namespace(`${PREFIX}/enforce: restricted`), ['error']],
    ['the namespace allows it', namespace(`${PREFIX}/enforce: privileged`), []],
    ['the namespace warns', namespace(`${PREFIX}/enforce: privileged, ${PREFIX}/warn: baseline`), ['warning']],
    ['the namespace audits', namespace(`${PREFIX}/audit: restricted`), ['warning']],
    ['the namespace has no such label', namespace('team: shop'), ['warning']],
    ['the label is wrong', namespace(`${PREFIX}/enforce: strict`), ['warning']],
  ])('where %s', (_, before, severities) => {
    expect(see(before + inShop(pod), rule).map(({ severity }) => severity)).toEqual(severities);
  });

  it('takes the word of the command line over that of the namespace', () => {
    const text = namespace(`${PREFIX}/enforce: privileged`) + inShop(pod);
    const options = { podSecurity: { level: 'baseline', version: 'latest' } } as const;
    expect(see(text, rule, options).map(({ severity }) => severity)).toEqual(['error']);
    expect(see(pod, rule, { podSecurity: { level: 'privileged', version: 'latest' } })).toEqual([]);
  });

  it('asks the namespace of the pod, not another', () => {
    expect(see(namespace(`${PREFIX}/enforce: privileged`) + pod, rule)).toHaveLength(1);
  });
});

describe('privileged', () => {
  it('looks at every container once', () => {
    const one = (name: string): string =>
      `- { name: ${name}, image: "${IMAGE}", securityContext: { privileged: true } }`;
    const text = podOf(
      `initContainers:\n${one('a')}\ncontainers:\n${one('b')}\n${one('c')}\nephemeralContainers:\n${one('d')}\n`,
    );
    expect(see(text, 'privileged').map(({ container }) => container)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('calls containers what they are', () => {
    const text = podOf(
      `initContainers:\n- { name: a, image: x, restartPolicy: Always, securityContext: { privileged: true } }\n- { name: b, image: x, securityContext: { privileged: true } }\n`,
    );
    expect(see(text, 'privileged').map(({ message }) => message.split(' is ')[0])).toEqual([
      'Privileged: root in sidecar "a"',
      'Privileged: root in init container "b"',
    ]);
  });
});

describe('host-path', () => {
  it('is said once a pod, of the first volume', () => {
    const text = onHost.replace('volumes:\n', 'volumes:\n  - { name: z, hostPath: { path: /z } }\n');
    expect(see(text, 'host-path').map(({ text: words }) => words)).toEqual(['/z']);
  });

  it('is information where only well-known sidecars mount what they need', () => {
    const vpn = (image: string, path: string, web = ''): string =>
      podOf(`containers:
- { name: web, image: "${IMAGE}"${web} }
- { name: gluetun, image: "${image}", volumeMounts: [{ name: tun, mountPath: /dev/net/tun }] }
volumes:
- { name: tun, hostPath: { path: ${path} } }
`);
    const severities = (text: string, rule = 'host-path'): string[] => see(text, rule).map(({ severity }) => severity);
    const needed = vpn('qmcgaw/gluetun:v3', '/dev/net/tun');
    expect(severities(needed)).toEqual(['information']);
    expect(severities(needed, 'more-privileged-than-app')).toEqual([]);
    expect(severities(vpn('example.com/gluetun:v3', '/dev/net/tun'))).toEqual(['warning']);
    expect(severities(vpn('qmcgaw/gluetun:v3', '/dev'))).toEqual(['warning']);
    const shared = ', volumeMounts: [{ name: tun, mountPath: /dev/net/tun }]';
    expect(severities(vpn('qmcgaw/gluetun:v3', '/dev/net/tun', shared))).toEqual(['warning']);
    const more = `${needed.trimEnd()}\n  - { name: z, hostPath: { path: /z } }\n`;
    expect(severities(more)).toEqual(['warning']);
  });

  it('is not said of a volume that only has the key', () => {
    expect(see(onHost.replace('{ path: /srv }', 'null, emptyDir: {}'), 'host-path')).toEqual([]);
  });
});

describe('host-ports', () => {
  it('closes thousands of ports at once, in time', () => {
    const ports = (hostPort: (index: number) => number): string =>
      Array.from(
        { length: 3000 },
        (_, index) => `    - { containerPort: ${index + 1}, hostPort: ${hostPort(index)} }\n`,
      ).join('');
    const text = (list: string): string => podOf(`containers:\n- name: web\n  image: ${IMAGE}\n  ports:\n${list}`);
    expect(fixed(text(ports((index) => index + 1)), 'host-ports')).toBe(text(ports(() => 0)));
  });
});

describe('runtime-socket', () => {
  const mounting = (path: string, mount = 'mountPath: /x'): string[] =>
    see(
      podOf(`containers:
- name: web
  image: ${IMAGE}
  volumeMounts: [{ name: x, ${mount} }]
volumes:
- { name: x, hostPath: { path: "${path}" } }
`),
      'runtime-socket',
    ).map(({ severity }) => severity);

  it.each([
    '/var/run/docker.sock',
    '/run/docker.sock',
    '/run/containerd/containerd.sock',
    '/var/run/crio/crio.sock',
    '/run/podman/podman.sock',
    '/var/run/cri-dockerd.sock',
    '/run/k0s/containerd.sock',
    '/var/snap/microk8s/common/run/containerd.sock',
    '/var/run/dockershim.sock',
    String.raw`\\\\.\\pipe\\docker_engine`,
    '//./pipe/containerd-containerd',
    '/run/k3s/containerd/containerd.sock',
    '/var/run/k3s/containerd/containerd.sock',
    '/',
    '/run',
    '/run/',
    '/var/run',
    '/var',
    '/run/containerd',
    '//var/./run',
    '/var/lib/../run/docker.sock',
  ])('finds %s', (path) => {
    expect(mounting(path)).toEqual(['error']);
  });

  it.each([
    '/var/run/docker',
    '/var/running',
    '/var/log',
    '/var/lib/docker',
    '/run/docker.sock.d',
    '/srv/run/docker.sock',
    'relative/docker.sock',
  ])('not %s', (path) => {
    expect(mounting(path)).toEqual([]);
  });

  it('does not care that the mount is read-only, which protects no socket', () => {
    expect(mounting('/run', 'mountPath: /x, readOnly: true')).toEqual(['error']);
  });

  it('sees what part of the volume is mounted', () => {
    expect(mounting('/run', 'mountPath: /x, subPath: docker.sock')).toEqual(['error']);
    expect(mounting('/run', 'mountPath: /x, subPath: systemd')).toEqual([]);
    expect(mounting('/run', 'mountPath: /x, subPathExpr: $(A)')).toEqual(['error']);
    expect(mounting('/run', 'mountPath: /y, subPath: systemd }, { name: x, mountPath: /x')).toEqual(['error']);
  });

  it('spares those who have the whole node for something else and may not use its sockets', () => {
    const asUser = (spec: string, path: string): number =>
      see(
        podOf(
          `securityContext: ${spec}\ncontainers:\n- name: web\n  image: ${IMAGE}\n  volumeMounts: [{ name: x, mountPath: /x }]\nvolumes:\n- { name: x, hostPath: { path: "${path}" } }\n`,
        ),
        'runtime-socket',
      ).length;
    expect(asUser('{ runAsUser: 65534 }', '/')).toBe(0);
    expect(asUser('{ runAsNonRoot: true }', '/var')).toBe(0);
    expect(asUser('{ runAsUser: 0 }', '/')).toBe(1);
    expect(asUser('{ runAsUser: 65534, supplementalGroups: [999] }', '/')).toBe(1);
    expect(asUser('{ runAsUser: 65534 }', '/run')).toBe(1);
  });

  it('is about containers that mount it', () => {
    const text = podOf(
      `containers:\n- { name: web, image: "${IMAGE}" }\nvolumes: [{ name: x, hostPath: { path: /run } }]\n`,
    );
    expect(see(text, 'runtime-socket')).toEqual([]);
  });
});

describe('namespace-without-pod-security', () => {
  const labelled = (labels: string, name = 'shop'): number =>
    see(namespace(labels).replace('shop', name), 'namespace-without-pod-security').length;

  it('asks for enforcement', () => {
    expect(labelled('')).toBe(1);
    expect(labelled(`${PREFIX}/warn: baseline`)).toBe(1);
    expect(labelled(`${PREFIX}/enforce: privileged`)).toBe(0);
  });

  it('leaves the namespaces of the system to their installer', () => {
    expect(labelled('', 'kube-system')).toBe(0);
    expect(labelled('', 'openshift-monitoring')).toBe(0);
    expect(labelled('', 'kubernetes-dashboard')).toBe(1);
  });
});

it('what an injector adds may have what it needs, unless a level is asked for', () => {
  const init = (image: string): string =>
    podOf(
      `initContainers:\n- { name: istio-init, image: "${image}", securityContext: { capabilities: { add: [NET_ADMIN, NET_RAW] } } }\ncontainers:\n- { name: web, image: "${IMAGE}" }\n`,
    );
  const severities = (text: string, options = {}): string[] =>
    see(text, 'capabilities-baseline', options).map(({ severity }) => severity);
  expect(severities(init('docker.io/istio/proxyv2:1.28.0'))).toEqual(['information']);
  expect(severities(init('docker.io/example/proxyv2:1.28.0'))).toEqual(['warning']);
  expect(severities(init('docker.io/istio/proxyv2:1.28.0').replace('NET_RAW', 'SYS_ADMIN'))).toEqual(['warning']);
  const baseline = { podSecurity: { level: 'baseline', version: 'latest' } };
  expect(severities(init('docker.io/istio/proxyv2:1.28.0'), baseline)).toEqual(['error']);
});

describe('a value that another tool fills in is unknown', () => {
  const restricted = (pod: string, container: string): string[] =>
    see(
      podOf(
        `securityContext: { ${pod} }\ncontainers:\n- name: web\n  image: ${IMAGE}\n  securityContext: { ${container} }\n`,
      ),
      undefined,
      { podSecurity: { level: 'restricted', version: 'latest' } },
    ).flatMap(({ rule, severity }) => (severity === 'error' ? [rule] : []));
  const GOOD = 'runAsNonRoot: true, seccompProfile: { type: RuntimeDefault }';
  const CONFINED = 'allowPrivilegeEscalation: false, capabilities: { drop: [ALL] }';

  it.each([
    ['the pod runs as root', 'runAsNonRoot: "${ROOT}", seccompProfile: { type: RuntimeDefault }', CONFINED],
    ['the container runs as root', GOOD, `runAsNonRoot: "{{ .Values.root }}", ${CONFINED}`],
    ['a profile', 'runAsNonRoot: true, seccompProfile: { type: "${SECCOMP:=RuntimeDefault}" }', CONFINED],
    ['a profile of a container', GOOD, `${CONFINED}, appArmorProfile: { type: <profile> }`],
    ['escalation', GOOD, 'allowPrivilegeEscalation: "$(GAIN)", capabilities: { drop: [ALL] }'],
    ['a capability that is dropped', GOOD, 'allowPrivilegeEscalation: false, capabilities: { drop: ["${DROP}"] }'],
    ['the SELinux type', GOOD, `${CONFINED}, seLinuxOptions: { type: "\${TYPE}" }`],
  ])('whether %s', (_, pod, container) => {
    expect(restricted(pod, container)).toEqual([]);
  });

  it('beside one that is written, which is judged', () => {
    expect(restricted('runAsNonRoot: "${ROOT}", seccompProfile: { type: Unconfined }', CONFINED)).toEqual([
      'seccomp-baseline',
    ]);
  });
});
