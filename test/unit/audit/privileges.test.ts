import { describe, expect, it } from 'vitest';
import { APP, auditOf, brief, deployment } from './auditing';

const volumes = [{ name: 'node', hostPath: { path: '/var/log' } }];
const mount = (more: object = {}): object => ({ volumeMounts: [{ name: 'node', mountPath: '/x', ...more }] });
const secured = (securityContext: object): object => ({ containers: [{ ...APP, securityContext }] });

/** What a power is called, how bad it is, and a pod that has it. */
const POWERS: readonly [string, string, object][] = [
  ['is in the network of its node (hostNetwork)', 'error', { hostNetwork: true, containers: [APP] }],
  ['sees the processes of its node (hostPID)', 'error', { hostPID: true, containers: [APP] }],
  ['shares the IPC of its node (hostIPC)', 'error', { hostIPC: true, containers: [APP] }],
  ['(shareProcessNamespace)', 'warning', { shareProcessNamespace: true, containers: [APP] }],
  ['is privileged', 'error', secured({ privileged: true })],
  ['is a process of its node (hostProcess)', 'error', secured({ windowsOptions: { hostProcess: true } })],
  ['has the capability SYS_ADMIN', 'error', secured({ capabilities: { add: ['CAP_SYS_ADMIN'] } })],
  ['has the capability CHOWN', 'warning', secured({ capabilities: { add: ['CHOWN'] } })],
  ['may gain privileges', 'warning', secured({ allowPrivilegeEscalation: true })],
  ['runs as root', 'warning', secured({ runAsUser: 0 })],
  ['runs as root', 'warning', { securityContext: { runAsUser: 0 }, containers: [APP] }],
  ['has all of /proc', 'warning', secured({ procMount: 'Unmasked' })],
  ['has no seccomp profile', 'warning', secured({ seccompProfile: { type: 'Unconfined' } })],
  [
    'has no seccomp profile',
    'warning',
    { securityContext: { seccompProfile: { type: 'Unconfined' } }, containers: [APP] },
  ],
  ['can read and write "/var/log" of its node', 'error', { volumes, containers: [{ ...APP, ...mount() }] }],
  ['can read "/var/log" of its node', 'error', { volumes, containers: [{ ...APP, ...mount({ readOnly: true }) }] }],
  ['runs as the service account "admin"', 'error', { serviceAccountName: 'admin', containers: [APP] }],
];

describe('a privilege', () => {
  it.each(POWERS)('that nobody declared is found: %s', (text, severity, spec) => {
    const ofTemplate = auditOf([{ spec, template: { containers: [APP] } }]);
    expect(ofTemplate.findings).toMatchObject([{ finding: 'extra-privilege', severity }]);
    expect(ofTemplate.findings[0]?.message).toContain(text);
    expect(ofTemplate.findings[0]?.message).not.toContain(' and can write');
    expect(ofTemplate.findings[0]?.message).toContain('the template of its ReplicaSet');
    // The manifest decides where there is one: somebody may have changed the Deployment in the cluster.
    const ofManifest = auditOf([{ spec, template: spec }], { 'web.yaml': deployment({ containers: [APP] }) });
    expect(ofManifest.findings).toMatchObject([
      { finding: 'extra-privilege', severity, manifest: { file: 'web.yaml' } },
    ]);
    expect(ofManifest.findings[0]?.message).toContain('its manifest');
  });

  it.each(POWERS)('that was declared is not: %s', (_, __, spec) => {
    expect(auditOf([{ spec, template: spec }]).findings).toEqual([]);
    expect(auditOf([{ spec, template: spec }], { 'web.yaml': deployment(spec) }).findings).toEqual([]);
    expect(auditOf([{ spec, isOnItsOwn: true }]).findings).toEqual([]);
    expect(auditOf([{ spec }]).findings).toEqual([]);
  });

  it('is not what the API server, a webhook for the better, or a runtime fills in', () => {
    const spec = {
      hostNetwork: false,
      serviceAccountName: 'default',
      securityContext: {},
      volumes: [...volumes, { name: 'kube-api-access-x', projected: { sources: [] } }],
      containers: [
        {
          ...APP,
          securityContext: {
            privileged: false,
            allowPrivilegeEscalation: false,
            runAsUser: 1000,
            procMount: 'Default',
            seccompProfile: { type: 'RuntimeDefault' },
            capabilities: { drop: ['ALL'] },
          },
          volumeMounts: [{ name: 'kube-api-access-x', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' }],
        },
      ],
    };
    expect(auditOf([{ spec, template: { containers: [APP] } }]).findings).toEqual([]);
  });

  it.each(POWERS)('that a kustomization may have added is information: %s', (_, severity, spec) => {
    const manifests = {
      'web.yaml': deployment({ containers: [APP] }),
      'kustomization.yaml': 'resources: [web.yaml]\n',
    };
    expect(auditOf([{ spec, template: spec }], manifests).findings).toMatchObject([
      { severity: 'information', message: expect.stringContaining('A kustomization may add that') },
    ]);
    // What its template doesn't have, no kustomization has added.
    const template = { containers: [APP] };
    expect(auditOf([{ spec, template }], manifests).findings).toMatchObject([{ severity }]);
    const elsewhere = { 'web.yaml': manifests['web.yaml'], 'b/kustomization.yaml': 'resources: [web.yaml]\n' };
    expect(auditOf([{ spec, template: spec }], elsewhere).findings).toMatchObject([{ severity }]);
  });

  it("is not the pod's where the container says otherwise", () => {
    const spec = { securityContext: { runAsUser: 0 }, containers: [{ ...APP, securityContext: { runAsUser: 1 } }] };
    expect(auditOf([{ spec, template: { containers: [APP] } }]).findings).toEqual([]);
  });

  it('are all said at once, of what can write where only reading was declared just that', () => {
    const container = { ...APP, ...mount(), securityContext: { privileged: true, runAsUser: 0 } };
    const template = { volumes, containers: [{ ...APP, ...mount({ readOnly: true }) }] };
    const { findings } = auditOf([{ spec: { volumes, containers: [container] }, template }]);
    expect(findings.map(({ message }) => message.split('.')[0])).toEqual([
      'The container "web" may do more than the template of its ReplicaSet says: it is privileged, runs as root (runAsUser: 0) and can write to "/var/log" of its node',
    ]);
  });

  it('of a container that nobody declared is found, but for what a well-known sidecar needs', () => {
    const init = (image: string, add: string[]): object => ({
      initContainers: [{ name: 'istio-init', image, securityContext: { runAsUser: 0, capabilities: { add } } }],
      containers: [APP],
    });
    const template = { containers: [APP] };
    const image = 'docker.io/istio/proxyv2:1.27.0';
    expect(brief(auditOf([{ spec: init(image, ['NET_ADMIN', 'NET_RAW']), template }]))).toEqual([
      'information undeclared-container istio-init',
    ]);
    expect(brief(auditOf([{ spec: init(image, ['NET_ADMIN', 'SYS_ADMIN']), template }]))).toEqual([
      'error extra-privilege istio-init',
      'information undeclared-container istio-init',
    ]);
    const logs = (path: string): object => ({
      initContainers: [
        {
          name: 'fluent-bit',
          image: 'fluent/fluent-bit:3',
          restartPolicy: 'Always',
          volumeMounts: [{ name: 'logs', mountPath: '/logs' }],
        },
      ],
      containers: [APP],
      volumes: [{ name: 'logs', hostPath: { path } }],
    });
    for (const path of ['/var/log', '/var/log/pods'])
      expect(brief(auditOf([{ spec: logs(path), template }]))).toEqual(['warning undeclared-container fluent-bit']);
    expect(brief(auditOf([{ spec: logs('/var/logs'), template }]))).toContain('error extra-privilege fluent-bit');
    expect(brief(auditOf([{ spec: init('evil/proxy', ['NET_ADMIN']), template }]))).toEqual([
      'error undeclared-container istio-init',
      'warning extra-privilege istio-init',
    ]);
  });
});

it('what has another type than it should have is no power and breaks nothing', () => {
  const odd = {
    hostPID: 'true',
    containers: [null, 7, { name: 7, securityContext: [], volumeMounts: {} }],
    volumes: 'x',
  };
  expect(auditOf([{ spec: odd, template: odd }]).findings).toEqual([]);
});
