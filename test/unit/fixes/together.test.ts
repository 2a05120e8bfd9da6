import { describe, expect, it } from 'vitest';
import type { AnalysisOptions } from '../../../server/src/rules/options';
import { analyse, see } from '../analyse';
import { fixed } from '../fixing';
import { IMAGE, podOf } from '../manifests';

const BASELINE = { podSecurity: { level: 'baseline', version: 'latest' } } as const;
const RESTRICTED = { podSecurity: { level: 'restricted', version: 'latest' } } as const;
const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io';
const SECCOMP = 'seccomp.security.alpha.kubernetes.io/pod';

/** The lines that a fix takes out (`-`) and puts in (`+`), without their indentation; `undefined` where none is offered. */
function linesOf(text: string, rule: string, options: Partial<AnalysisOptions> = BASELINE): string[] | undefined {
  const after = fixed(text, rule, options);
  if (after === undefined) return undefined;
  expect(see(after, rule, options)).toEqual([]);
  const [old, now] = [text.split('\n'), after.split('\n')];
  const only = (lines: string[], others: string[], sign: string): string[] =>
    lines.filter((line) => !others.includes(line)).map((line) => sign + line.trim());
  return [...only(old, now, '-'), ...only(now, old, '+')];
}

function titlesOf(text: string, rule: string, options: Partial<AnalysisOptions> = BASELINE): string[] {
  const found = analyse(text, options).findings.filter((finding) => finding.rule.id === rule);
  return found.flatMap(({ fixes = [] }) => fixes.map(({ title }) => title));
}

const container = (name: string, lines = ''): string =>
  `- name: ${name}\n  image: ${IMAGE}\n${lines.replace(/^(?=.)/gm, '  ')}${lines && '\n'}`;
const annotated = (annotations: string): string => `name: web\nannotations:\n${annotations.replace(/^/gm, '  ')}`;

describe('a HostProcess pod', () => {
  const process = 'securityContext: { windowsOptions: { hostProcess: true } }';
  const pod = podOf(`hostNetwork: true
securityContext:
  windowsOptions:
    hostProcess: true
initContainers:
${container('setup')}containers:
${container('web', process)}`);

  it('leaves the network only with its processes', () => {
    const after = fixed(pod, 'host-namespaces', BASELINE);
    expect(after).not.toMatch(/hostProcess: true|hostNetwork: true/);
    expect(titlesOf(pod, 'host-namespaces')).toEqual([
      "Set hostNetwork and hostProcess to false (the pod leaves the node's network, and its containers no longer run on the node)",
    ]);
  });

  it('stops to be one as a whole, from each finding', () => {
    expect(linesOf(pod, 'host-process')).toEqual([
      '-hostProcess: true',
      '-securityContext: { windowsOptions: { hostProcess: true } }',
      '+hostProcess: false',
      '+securityContext: { windowsOptions: { hostProcess: false } }',
    ]);
    const title = 'Set hostProcess: false for the pod and all its containers (they no longer run on the node)';
    expect(titlesOf(pod, 'host-process')).toEqual([title, title]);
  });

  it('with one field has a fix for this field', () => {
    const one = podOf(`hostNetwork: true\ncontainers:\n${container('web', process)}`);
    expect(titlesOf(one, 'host-process')).toEqual(['Set hostProcess: false (it no longer runs on the node)']);
    expect(fixed(one, 'host-process', BASELINE)).toContain('hostNetwork: true');
  });
});

it('a driver with Bidirectional mounts loses them with its privileges', () => {
  const driver = `securityContext: { privileged: true }
volumeMounts:
  - name: pods
    mountPath: /pods
    mountPropagation: Bidirectional # the node sees them
  - { name: pods, mountPath: /plugins, mountPropagation: "Bidirectional" }
  - { name: pods, mountPath: /dev, mountPropagation: None }`;
  const pod = podOf(`containers:\n${container('driver', driver)}volumes: [{ name: pods, hostPath: { path: /pods } }]`);
  expect(linesOf(pod, 'privileged')).toEqual([
    '-securityContext: { privileged: true }',
    '-mountPropagation: Bidirectional # the node sees them',
    '-- { name: pods, mountPath: /plugins, mountPropagation: "Bidirectional" }',
    '+securityContext: { privileged: false }',
    '+mountPropagation: HostToContainer # the node sees them',
    '+- { name: pods, mountPath: /plugins, mountPropagation: "HostToContainer" }',
  ]);
  expect(titlesOf(pod, 'privileged')).toEqual([
    expect.stringMatching(/^Set privileged: false and mountPropagation: HostToContainer for "driver" \(/),
  ]);
});

describe('an annotation of a profile', () => {
  it.each([
    ['unconfined', ['-P: unconfined', '+P: runtime/default']],
    ['docker/default', []],
    ['localhost/own.json', ['-P: localhost/own.json', '+P: runtime/default']],
  ])('%s gets what the seccomp field of the pod gets', (profile, changes) => {
    const pod = podOf(`containers:\n${container('web')}`, annotated(`${SECCOMP}: ${profile}`));
    const lines = linesOf(pod, 'seccomp-restricted', RESTRICTED)?.map((line) => line.replace(SECCOMP, 'P'));
    expect(lines).toEqual([...changes, '+securityContext:', '+seccompProfile:', '+type: RuntimeDefault']);
  });

  it('of a container gets what its seccomp field gets', () => {
    const key = 'container.seccomp.security.alpha.kubernetes.io/web';
    const field = 'securityContext: { seccompProfile: { type: Unconfined } }';
    const pod = podOf(`containers:\n${container('web', field)}`, annotated(`${key}: unconfined`));
    expect(linesOf(pod, 'seccomp-baseline')).toEqual([
      `-${key}: unconfined`,
      '-securityContext: { seccompProfile: { type: Unconfined } }',
      `+${key}: runtime/default`,
      '+securityContext: { seccompProfile: { type: RuntimeDefault } }',
    ]);
  });

  it('gets what the AppArmor field of its container gets, in a template, too', () => {
    const field = 'securityContext: { appArmorProfile: { type: Unconfined } }';
    const pod = podOf(`template:
  metadata: { annotations: { ${APP_ARMOR}/setup: unconfined } }
  spec:
    initContainers:
${container('setup', field).replace(/^(?=.)/gm, '    ')}    containers:
${container('web').replace(/^(?=.)/gm, '    ')}`).replace('v1\nkind: Pod', 'apps/v1\nkind: DaemonSet');
    expect(linesOf(pod, 'app-armor')).toEqual([
      `-metadata: { annotations: { ${APP_ARMOR}/setup: unconfined } }`,
      '-securityContext: { appArmorProfile: { type: Unconfined } }',
      `+metadata: { annotations: { ${APP_ARMOR}/setup: runtime/default } }`,
      '+securityContext: { appArmorProfile: { type: RuntimeDefault } }',
    ]);
  });

  it('gets what the AppArmor field of the pod gets, if its container has none', () => {
    const own = 'securityContext: { appArmorProfile: { type: RuntimeDefault } }';
    const pod = podOf(
      `securityContext: { appArmorProfile: { type: Unconfined } }\ncontainers:\n${container('web')}${container('other', own)}`,
      annotated(`${APP_ARMOR}/web: unconfined\n${APP_ARMOR}/other: runtime/default`),
    );
    expect(linesOf(pod, 'app-armor')).toEqual([
      `-${APP_ARMOR}/web: unconfined`,
      '-securityContext: { appArmorProfile: { type: Unconfined } }',
      `+${APP_ARMOR}/web: runtime/default`,
      '+securityContext: { appArmorProfile: { type: RuntimeDefault } }',
    ]);
  });

  it('is a finding of its container, each', () => {
    const pod = podOf(
      `containers:\n${container('web')}${container('other')}`,
      annotated(`${APP_ARMOR}/web: unconfined\n${APP_ARMOR}/other: unconfined\n${APP_ARMOR}/gone: unconfined`),
    );
    expect(see(pod, 'app-armor').map(({ container: name, line }) => [name, line])).toEqual([
      ['web', 6],
      ['other', 7],
      [undefined, 8],
    ]);
  });

  it('goes with its container', () => {
    const idle = container('log-agent', 'command: [sleep, infinity] # for now');
    const pod = podOf(`containers:\n${container('web')}${idle}`, annotated(`${APP_ARMOR}/log-agent: runtime/default`));
    const after = fixed(pod, 'idle-shell');
    expect(after).not.toMatch(/log-agent|annotations/);
    expect(after).toContain('# for now');
    expect(titlesOf(pod, 'idle-shell')).toEqual([
      'Remove "log-agent" and its AppArmor annotation (no shell can be opened in it any more)',
    ]);
  });
});

describe('the memory limit of a sidecar', () => {
  const ON = { severities: new Map([['no-resource-limits', 'warning' as const]]) };
  const podWithRequest = (request: string, more = ''): string =>
    podOf(
      `${more}containers:\n${container('web')}${container('log-agent', `resources:\n  requests:\n    memory: ${request}`)}`,
    );

  it.each([
    ['64Mi', '128Mi'],
    ['128Mi', '128Mi'],
    ['129Mi', '129Mi'],
    ['1Gi', '1Gi'],
    ['0.2G', '0.2G'],
    ['1e9', '1000000000'],
    ['200000000', '200000000'],
  ])('is at least its request %s', (request, limit) => {
    const after = fixed(podWithRequest(request), 'no-resource-limits', ON);
    expect(after?.replaceAll('"', '')).toContain(`limits:\n        memory: ${limit}\n`);
  });

  it.each([
    ['that nobody can read', podWithRequest('much')],
    ['in a pod with resources of its own', podWithRequest('1Mi', 'resources: { requests: { memory: 100Mi } }\n')],
  ])('has no fix beside a request %s', (_, pod) => {
    expect(see(pod, 'no-resource-limits', ON)).toHaveLength(1);
    expect(fixed(pod, 'no-resource-limits', ON)).toBeUndefined();
  });
});

describe('a port of the node', () => {
  const ports = 'ports:\n  - { containerPort: 80, hostPort: 80 }\n  - { containerPort: 81, hostPort: 81 }';

  it('closes with all others of its container', () => {
    const after = fixed(podOf(`containers:\n${container('web', ports)}`), 'host-ports', BASELINE);
    expect(after?.match(/hostPort: 0/g)).toHaveLength(2);
  });

  it.each(['Pod', 'Deployment'])('has no fix in the network of the node, in a %s', (kind) => {
    const spec = `hostNetwork: true\ncontainers:\n${container('web', ports)}`;
    const text =
      kind === 'Pod'
        ? podOf(spec)
        : `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec:\n  template:\n    spec:\n${spec.replace(/^(?=.)/gm, '      ')}`;
    expect(see(text, 'host-ports', BASELINE)).toHaveLength(1);
    expect(titlesOf(text, 'host-ports')).toEqual([]);
  });

  it('is each port of a Pod in the network of the node, and of no template', () => {
    const spec = `hostNetwork: true\ncontainers:\n${container('web', 'ports: [{ containerPort: 8080 }]')}`;
    expect(see(podOf(spec), 'host-ports', BASELINE)).toMatchObject([{ container: 'web', text: '8080' }]);
    const template = `apiVersion: v1\nkind: PodTemplate\nmetadata: { name: web }\ntemplate:\n  spec:\n${spec.replace(/^(?=.)/gm, '    ')}`;
    expect(see(template, 'host-ports', BASELINE)).toEqual([]);
  });
});

it('runAsNonRoot: false of a pod is mended at the pod', () => {
  const pod = podOf(`securityContext: { runAsNonRoot: false }\ncontainers:\n${container('web')}${container('other')}`);
  expect(see(pod, 'run-as-non-root', RESTRICTED)).toMatchObject([{ container: undefined, text: 'false' }]);
  expect(linesOf(pod, 'run-as-non-root', RESTRICTED)).toEqual([
    '-securityContext: { runAsNonRoot: false }',
    '+securityContext: { runAsNonRoot: true }',
  ]);
});

it('all hosts of probes, and all SELinux options, are cleared together', () => {
  const probes =
    'livenessProbe: { tcpSocket: { host: a, port: 1 } }\nreadinessProbe: { httpGet: { host: b, port: 1 } }';
  const options = 'securityContext: { seLinuxOptions: { type: spc_t, user: root_u, role: own_r } }';
  const pod = podOf(`containers:\n${container('web', `${probes}\n${options}`)}`);
  expect(fixed(pod, 'host-probes', BASELINE)).not.toMatch(/host: [ab]/);
  expect(fixed(pod, 'se-linux', BASELINE)).toContain('{ type: container_t, user: "", role: "" }');
});

it.each(['seccomp-restricted', 'capabilities-restricted', 'privilege-escalation'])(
  'the v1.24 edition of %s has no fix for a Windows pod',
  (rule) => {
    const pod = podOf(`os: { name: windows }\ncontainers:\n${container('web')}`);
    const old = { podSecurity: { level: 'restricted', version: 'v1.24' } } as const;
    expect(see(pod, rule, old)).toHaveLength(1);
    expect(titlesOf(pod, rule, old)).toEqual([]);
    expect(titlesOf(pod.replace('windows', 'linux'), rule, old)).toHaveLength(1);
  },
);
