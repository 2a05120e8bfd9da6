import { describe, expect, it } from 'vitest';
import { APP, auditOf, brief, deployment } from './auditing';

const volumes = [{ name: 'node', hostPath: { path: '/var/log' } }];
const mount = (more: object = {}): object => ({ volumeMounts: [{ name: 'node', mountPath: '/x', ...more }] });
const secured = (securityContext: object): object => ({ containers: [{ ...APP, securityContext }] });

const withVolume = (source: object, mountPath = '/x'): object => ({
  volumes: [{ name: 'volume', ...source }],
  containers: [{ ...APP, volumeMounts: [{ name: 'volume', mountPath }] }],
});

const withEnv = (variable: object): object => ({ containers: [{ ...APP, env: [{ name: 'TOKEN', ...variable }] }] });

/** What a power is called, how bad it is, and a pod that has it. */
const POWERS: readonly [string, string, object][] = [
  ['uses the network of its node (`hostNetwork`)', 'error', { hostNetwork: true, containers: [APP] }],
  ['can see the processes of its node (`hostPID`)', 'error', { hostPID: true, containers: [APP] }],
  ['shares the IPC namespace of its node (`hostIPC`)', 'error', { hostIPC: true, containers: [APP] }],
  ['(`shareProcessNamespace`)', 'warning', { shareProcessNamespace: true, containers: [APP] }],
  ['is privileged', 'error', secured({ privileged: true })],
  ['runs as a process of its node (`hostProcess`)', 'error', secured({ windowsOptions: { hostProcess: true } })],
  ['has the capability SYS_ADMIN', 'error', secured({ capabilities: { add: ['CAP_SYS_ADMIN'] } })],
  ['has the capability NET_RAW', 'warning', secured({ capabilities: { add: ['NET_RAW'] } })],
  ['has the capability ALL', 'error', secured({ capabilities: { add: ['ALL'] } })],
  ['runs as root', 'warning', secured({ runAsUser: 0 })],
  ['runs as root', 'warning', { securityContext: { runAsUser: 0 }, containers: [APP] }],
  ['has an unmasked `/proc`', 'warning', secured({ procMount: 'Unmasked' })],
  ['has no seccomp profile', 'warning', secured({ seccompProfile: { type: 'Unconfined' } })],
  [
    'has no seccomp profile',
    'warning',
    { securityContext: { seccompProfile: { type: 'Unconfined' } }, containers: [APP] },
  ],
  ['can read and write "/var/log" on its node', 'error', { volumes, containers: [{ ...APP, ...mount() }] }],
  ['can read "/var/log" on its node', 'error', { volumes, containers: [{ ...APP, ...mount({ readOnly: true }) }] }],
  ['has no AppArmor profile', 'warning', secured({ appArmorProfile: { type: 'Unconfined' } })],
  [
    'has no AppArmor profile',
    'warning',
    { securityContext: { appArmorProfile: { type: 'Unconfined' } }, containers: [APP] },
  ],
  ['has the SELinux type spc_t', 'warning', secured({ seLinuxOptions: { type: 'spc_t' } })],
  [
    'has the SELinux type spc_t',
    'warning',
    { securityContext: { seLinuxOptions: { type: 'spc_t' } }, containers: [APP] },
  ],
  [
    'uses the port 80 of its node',
    'warning',
    { containers: [{ ...APP, ports: [{ containerPort: 80, hostPort: 80 }] }] },
  ],
  ['mounts the Secret "keys"', 'warning', withVolume({ secret: { secretName: 'keys' } })],
  [
    'has the Secret "keys" in its environment',
    'warning',
    { containers: [{ ...APP, envFrom: [{ secretRef: { name: 'keys' } }] }] },
  ],
  [
    'has the Secret "keys" in its environment',
    'warning',
    withEnv({ valueFrom: { secretKeyRef: { name: 'keys', key: 'k' } } }),
  ],
  [
    'takes its environment from the ConfigMap "all"',
    'warning',
    { containers: [{ ...APP, envFrom: [{ configMapRef: { name: 'all' } }] }] },
  ],
  [
    'loads code that a variable names (`LD_PRELOAD=/tmp/a.so`)',
    'error',
    withEnv({ name: 'LD_PRELOAD', value: '/tmp/a.so' }),
  ],
  [
    'loads code that a variable names (`LD_PRELOAD=/opt/dynatrace/a.so`)',
    'warning',
    withEnv({ name: 'LD_PRELOAD', value: '/opt/dynatrace/a.so' }),
  ],
  [
    'loads code that a variable names (`LD_AUDIT=/opt/dynatrace/../a`)',
    'error',
    withEnv({ name: 'LD_AUDIT', value: '/opt/dynatrace/../a' }),
  ],
  [
    'loads code that a variable names (`NODE_OPTIONS=--require /a`)',
    'warning',
    withEnv({ name: 'NODE_OPTIONS', value: '--require /a' }),
  ],
  [
    'loads code that a variable names (`BASH_ENV=(configMapKeyRef keys k)`)',
    'warning',
    withEnv({ name: 'BASH_ENV', valueFrom: { configMapKeyRef: { name: 'keys', key: 'k' } } }),
  ],
  ['mounts the Secret "keys"', 'warning', withVolume({ projected: { sources: [{ secret: { name: 'keys' } }] } })],
  ['service account: the pod runs as "admin", but', 'error', { serviceAccountName: 'admin', containers: [APP] }],
];

describe('a privilege', () => {
  it.each(POWERS)('that is not declared is found: %s', (text, severity, spec) => {
    const ofTemplate = auditOf([{ spec, template: { containers: [APP] } }]);
    expect(ofTemplate.findings).toMatchObject([{ finding: 'extra-privilege', severity }]);
    expect(ofTemplate.findings[0]?.message).toContain(text);
    expect(ofTemplate.findings[0]?.message).not.toContain(' and can write');
    expect(ofTemplate.findings[0]?.message).toContain('the template of its ReplicaSet');
    // The manifest decides, if there is one: the Deployment in the cluster may have been changed.
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
      { severity: 'information', message: expect.stringContaining('A kustomization may add this.') },
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
      'More privileges than the template of its ReplicaSet declares: the container "web" is privileged, runs as root (`runAsUser: 0`) and can write to "/var/log" on its node',
    ]);
  });

  it('is none that a runtime gives anyway, nor one of the node whose network is declared', () => {
    const chown = secured({ capabilities: { add: ['CHOWN'] } });
    expect(auditOf([{ spec: chown, template: { containers: [APP] } }]).findings).toEqual([]);
    const ports = [{ containerPort: 80, hostPort: 80 }];
    const onNode = { hostNetwork: true, containers: [{ ...APP, ports }] };
    const manifest = deployment({ hostNetwork: true, containers: [{ ...APP, ports: [{ containerPort: 80 }] }] });
    expect(auditOf([{ spec: onNode, template: onNode }], { 'web.yaml': manifest }).findings).toEqual([]);
  });

  it('of a pod that was made with an annotation for AppArmor is in the annotation', () => {
    const annotations = { 'container.apparmor.security.beta.kubernetes.io/web': 'unconfined' };
    const spec = secured({ appArmorProfile: { type: 'Unconfined' } });
    const manifest = (metadata: object): string =>
      JSON.stringify({
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'web' },
        spec: { template: { metadata, spec: { containers: [APP] } } },
      });
    expect(auditOf([{ spec }], { 'web.yaml': manifest({ annotations }) }).findings).toEqual([]);
    expect(brief(auditOf([{ spec }], { 'web.yaml': manifest({}) }))).toEqual(['warning extra-privilege web']);
  });

  it('by the token of before is none: clusters mount that themselves', () => {
    const token = withVolume(
      { secret: { secretName: 'default-token-x' } },
      '/var/run/secrets/kubernetes.io/serviceaccount',
    );
    expect(auditOf([{ spec: token, template: { containers: [APP] } }]).findings).toEqual([]);
  });

  it('over a Secret that a kustomization has generated is declared by the name that it was made from', () => {
    const mounts = (secretName: string): object => withVolume({ secret: { secretName } });
    const files = { 'web.yaml': deployment(mounts('keys')), 'kustomization.yaml': 'resources: [web.yaml]\n' };
    const running = mounts('my-keys-5h2kd9');
    expect(auditOf([{ spec: running, template: running }], files).findings).toEqual([]);
    expect(brief(auditOf([{ spec: running, template: running }], { 'web.yaml': files['web.yaml'] }))).toEqual([
      'warning extra-privilege web',
    ]);
    expect(brief(auditOf([{ spec: mounts('root-ca'), template: running }], files))).toEqual([
      'warning extra-privilege web',
    ]);
  });

  it('is what an injector needs where the template leaves the image to it', () => {
    const securityContext = { runAsUser: 0, capabilities: { add: ['NET_ADMIN', 'SYS_PTRACE'] } };
    const gateway = { containers: [{ name: 'istio-init', image: 'auto' }] };
    const spec = { containers: [{ name: 'istio-init', image: 'docker.io/istio/proxyv2:1.27.0', securityContext }] };
    for (const manifests of [{}, { 'web.yaml': deployment(gateway) }]) {
      const { findings } = auditOf([{ spec, template: gateway }], manifests);
      expect(findings.map(({ message }) => message.split('.')[0])).toEqual([
        expect.stringMatching(/declares: the container "istio-init" has the capability SYS_PTRACE$/),
      ]);
    }
  });

  it('of an undeclared container is found, but for what a well-known sidecar needs', () => {
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

/** What a confined pod says, and what is said of one that says it no more. */
const CONFINEMENTS: readonly [string, object, object?][] = [
  ['can gain more privileges (no `allowPrivilegeEscalation: false`)', secured({ allowPrivilegeEscalation: false })],
  ['can run as root (no `runAsNonRoot`, no `runAsUser`)', secured({ runAsNonRoot: true })],
  ['can run as root (no `runAsNonRoot`, no `runAsUser`)', { securityContext: { runAsUser: 1000 }, containers: [APP] }],
  ['can write to its root file system (no `readOnlyRootFilesystem`)', secured({ readOnlyRootFilesystem: true })],
  ['sets no seccomp profile', secured({ seccompProfile: { type: 'RuntimeDefault' } })],
  ['sets no seccomp profile', { securityContext: { seccompProfile: { type: 'Localhost' } }, containers: [APP] }],
  ['keeps the default capabilities (no `drop: [ALL]`)', secured({ capabilities: { drop: ['ALL'] } })],
  ['keeps the capability NET_RAW', secured({ capabilities: { drop: ['NET_RAW'] } })],
  [
    'keeps the capability CHOWN',
    secured({ capabilities: { drop: ['ALL'] } }),
    secured({
      capabilities: {
        drop: 'AUDIT_WRITE DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE NET_RAW SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(
          ' ',
        ),
      },
    }),
  ],
  [
    'gets a token for the API server (no `automountServiceAccountToken: false`)',
    { automountServiceAccountToken: false, containers: [APP] },
  ],
  ['shares the user namespace of its node (no `hostUsers: false`)', { hostUsers: false, containers: [APP] }],
  [
    'runs as root (`runAsUser: 0`)',
    { securityContext: { runAsUser: 1000 }, containers: [APP] },
    secured({ runAsUser: 0 }),
  ],
];

describe('confinement', () => {
  it.each(CONFINEMENTS)('that was taken away is found: %s', (text, confined, loose = { containers: [APP] }) => {
    const manifests = { 'web.yaml': deployment(confined) };
    for (const report of [
      auditOf([{ spec: loose, template: loose }], manifests),
      auditOf([{ spec: loose, template: confined }]),
    ]) {
      expect(report.findings).toMatchObject([{ finding: 'extra-privilege', severity: 'warning' }]);
      const said = report.findings[0]?.message.replace(/: the (?:pod|container "web") /, ': it ');
      expect(said).toMatch(
        / declares: it [^.]*\. (?:The template does not have it, .* delete the pod|Find out who changed the Deployment .*)\.$/,
      );
      expect(said).toContain(` declares: it ${text}.`);
    }
  });

  it.each(CONFINEMENTS)('that was added is fine: %s', (_, confined) => {
    const manifests = { 'web.yaml': deployment({ containers: [APP] }) };
    expect(auditOf([{ spec: confined, template: { containers: [APP] } }], manifests).findings).toEqual([]);
  });

  it('counts for each container, whether it or its pod says so', () => {
    const ofPod = { securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } };
    const own = secured(ofPod.securityContext);
    expect(auditOf([{ spec: own, template: { ...ofPod, containers: [APP] } }]).findings).toEqual([]);
    const both = { ...ofPod, containers: [{ ...APP, securityContext: { runAsNonRoot: false } }] };
    expect(auditOf([{ spec: both, template: own }]).findings).toMatchObject([
      { message: expect.stringContaining('declares: the container "web" can run as root') },
    ]);
    // Another user than root is no root, wherever it is set.
    const user = secured({ runAsUser: 1000 });
    expect(auditOf([{ spec: user, template: own }]).findings).toMatchObject([
      { message: expect.stringContaining('declares: the container "web" sets no seccomp profile.') },
    ]);
  });

  it('is nothing for a container that is privileged anyway', () => {
    const spec = secured({ privileged: true, seLinuxOptions: { type: 'spc_t' } });
    const template = secured({
      privileged: true,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'Localhost' },
    });
    expect(auditOf([{ spec, template }]).findings).toEqual([]);
    const all = secured({ capabilities: { add: ['ALL'], drop: ['CHOWN'] } });
    expect(auditOf([{ spec: secured({ capabilities: { add: ['SYS_TIME'] } }), template: all }]).findings).toEqual([]);
  });

  it('is not asked of what an injector or a debugger brings', () => {
    const proxy = { name: 'istio-proxy', image: 'docker.io/istio/proxyv2:1.27.0' };
    const debugged = { ephemeralContainers: [{ name: 'debugger', image: 'busybox' }] };
    const report = auditOf([{ spec: { containers: [APP, proxy], ...debugged }, template: { containers: [APP] } }]);
    expect(report.findings.filter(({ finding }) => finding === 'extra-privilege')).toEqual([]);
  });

  it('stays declared where a patch says nothing about it', () => {
    const files = {
      'web.yaml': deployment(secured({ allowPrivilegeEscalation: false })),
      'patch.yaml': deployment({ containers: [{ name: 'web', image: 'registry.example.com/web:1' }] }),
      'kustomization.yaml': 'resources: [web.yaml]\npatches: [{ path: patch.yaml }]\n',
    };
    const loose = { containers: [APP] };
    expect(brief(auditOf([{ spec: loose, template: secured({ allowPrivilegeEscalation: false }) }], files))).toEqual([
      'warning extra-privilege web',
    ]);
    // A patch in the kustomization itself may take it away.
    expect(brief(auditOf([{ spec: loose, template: loose }], files))).toEqual(['information extra-privilege web']);
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
