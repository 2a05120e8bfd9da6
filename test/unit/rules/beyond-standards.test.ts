import { describe, expect, it } from 'vitest';
import { see } from '../analyse';
import { fixed } from '../fixing';
import { IMAGE, podOf } from '../manifests';

const indent = (lines: string): string => lines.replace(/^(?=.)/gm, '  ');
const pod = (container: string, spec = '', kind = 'Pod'): string => {
  const text = podOf(`${spec}containers:\n- name: web\n  image: ${IMAGE}\n${indent(container)}\n`);
  if (kind === 'Pod') return text;
  const template = text.slice(text.indexOf('spec:'));
  return `apiVersion: apps/v1\nkind: ${kind}\nmetadata: { name: web }\nspec:\n  template:\n${indent(indent(template))}`;
};
const found = (text: string, rule: string): string[] =>
  see(text, rule).map(({ severity, text: words }) => `${severity} ${words}`);

describe('uid-conflict', () => {
  const ROOT = 'securityContext: { runAsNonRoot: true, runAsUser: 0 }\n';
  it('follows what is inherited from the pod', () => {
    expect(found(pod(ROOT), 'uid-conflict')).toEqual(['error 0']);
    expect(found(pod('', ROOT), 'uid-conflict')).toEqual(['error 0']);
    expect(
      found(pod('securityContext: { runAsUser: 0 }', 'securityContext: { runAsNonRoot: true }\n'), 'uid-conflict'),
    ).toEqual(['error 0']);
    expect(found(pod('securityContext: { runAsUser: 5 }', ROOT), 'uid-conflict')).toEqual([]);
    expect(found(pod('securityContext: { runAsNonRoot: false }', ROOT), 'uid-conflict')).toEqual([]);
  });

  it('is not about the number of a user on a Windows node, which has none', () => {
    expect(found(pod('', `os: { name: windows }\n${ROOT}`), 'uid-conflict')).toEqual([]);
    expect(found(pod('', `nodeSelector: { kubernetes.io/os: windows }\n${ROOT}`), 'uid-conflict')).toEqual([]);
    expect(found(pod('', `nodeSelector: { kubernetes.io/os: linux }\n${ROOT}`), 'uid-conflict')).toEqual(['error 0']);
  });
});

describe('a ban on privilege escalation', () => {
  const context = (more: string): string => pod(`securityContext: { allowPrivilegeEscalation: false, ${more} }`);
  it.each([
    ['privileged: true', ['error false'], []],
    ['capabilities: { add: [CAP_SYS_ADMIN] }', ['error false'], []],
    ['capabilities: { add: [SYS_ADMIN] }', [], ['warning false']],
    ['capabilities: { add: [SYS_ADMIN, CAP_SYS_ADMIN] }', ['error false'], []],
    ['privileged: true, capabilities: { add: [SYS_ADMIN] }', ['error false'], []],
    ['capabilities: { add: [CHOWN] }', [], []],
    ['privileged: false', [], []],
  ])('%s', (more, refused, ineffective) => {
    expect(found(context(more), 'escalation-conflict')).toEqual(refused);
    expect(found(context(more), 'ineffective-escalation-ban')).toEqual(ineffective);
  });
});

describe('misplaced-security-field', () => {
  it.each([
    ['a container', pod('privileged: true'), 'privileged'],
    ['a container', pod('runAsNonRoot: true'), 'runAsNonRoot'],
    ['a container', pod('hostNetwork: true'), 'hostNetwork'],
    ["a container's security context", pod('securityContext: { fsGroup: 5 }'), 'fsGroup'],
    ["a pod's security context", pod('', 'securityContext: { capabilities: { drop: [ALL] } }\n'), 'capabilities'],
    ["a pod's security context", pod('', 'securityContext: { hostPID: false }\n'), 'hostPID'],
    ["a pod's spec", pod('', 'runAsUser: 5\n'), 'runAsUser'],
    ["a pod's spec", pod('', 'readOnlyRootFilesystem: true\n'), 'readOnlyRootFilesystem'],
  ])('in %s', (_, text, field) => {
    expect(found(text, 'misplaced-security-field')).toEqual([`error ${field}`]);
  });

  it('says nothing where fields belong', () => {
    const text = pod(
      'securityContext: { privileged: false, runAsUser: 5, seccompProfile: { type: RuntimeDefault } }',
      'hostNetwork: false\nsecurityContext: { fsGroup: 5, runAsUser: 5, sysctls: [] }\n',
    );
    expect(found(text, 'misplaced-security-field')).toEqual([]);
  });

  const deployment = (lines: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
${lines}
`;
  const TEMPLATE = `{ metadata: { name: a }, spec: { containers: [{ name: web, image: "${IMAGE}" }] } }`;

  it.each([
    ['the spec of a workload', deployment(`spec: { securityContext: {}, template: ${TEMPLATE} }`), 'securityContext'],
    ['the template', deployment(`spec: { template: ${TEMPLATE.replace('{', '{ hostPID: false,')} }`), 'hostPID'],
    ['the metadata of it', deployment(`spec: { template: ${TEMPLATE.replace('name: a', 'fsGroup: 5')} }`), 'fsGroup'],
    ['the root', deployment(`runAsNonRoot: true\nspec: { template: ${TEMPLATE} }`), 'runAsNonRoot'],
  ])('around the spec of the pod, in %s', (_, text, field) => {
    expect(found(text, 'misplaced-security-field')).toEqual([`error ${field}`]);
    expect(
      found(text.replace('apps/v1', 'example.com/v1').replace('Deployment', 'Shop'), 'misplaced-security-field'),
    ).toEqual([]);
  });

  it.each([
    ['a container', pod('securityContext: { readOnlyRootFileSystem: true }'), 'readOnlyRootFileSystem'],
    ['a profile', pod('securityContext: { seccompProfile: { Type: RuntimeDefault } }'), 'Type'],
    ['capabilities', pod('securityContext: { capabilities: { Drop: [ALL] } }'), 'Drop'],
    ['the spec', pod('', 'hostUSERS: false\n'), 'hostUSERS'],
    ['the security context itself', pod('SecurityContext: { runAsUser: 5 }'), 'SecurityContext'],
  ])('in the wrong case, in %s', (_, text, field) => {
    expect(found(text, 'misplaced-security-field')).toEqual([`error ${field}`]);
  });

  it.each([
    ['a letter', pod('securityContext: { priviledged: false }'), 'priviledged'],
    ['two letters', pod('securityContext: { runAsNonRooot: true }'), 'runAsNonRooot'],
    ['an ending', pod('', 'securityContext: { runAsGroups: 5 }\n'), 'runAsGroups'],
    ['a list', pod('securityContext: { capabilites: { drop: [ALL] } }'), 'capabilites'],
    ['an inner field', pod('securityContext: { capabilities: { drops: [ALL] } }'), 'drops'],
    ['other signs between words', pod('security_context: { runAsUser: 5 }'), 'security_context'],
  ])('with a typing error: %s', (_, text, field) => {
    expect(found(text, 'misplaced-security-field')).toEqual([`error ${field}`]);
  });

  it('takes no other word for a typing error', () => {
    const text = pod('securityContext: { seccomp: {}, userNamespace: 5, __proto__: 1, constructor: 1 }\nimages: x');
    expect(found(text, 'misplaced-security-field')).toEqual([]);
  });

  it('corrects the case of a name, but gives no privilege with it', () => {
    const wrong = pod('securityContext: { readOnlyRootFileSystem: true }');
    expect(fixed(wrong, 'misplaced-security-field')).toBe(wrong.replace('FileSystem', 'Filesystem'));
    expect(fixed(pod('securityContext: { Privileged: true, runAsUser: 5 }'), 'misplaced-security-field')).toBe(
      pod('securityContext: { runAsUser: 5 }'),
    );
    const both = pod('securityContext: { runasuser: 6, runAsUser: 5 }');
    expect(fixed(both, 'misplaced-security-field')).toBeUndefined();
  });

  it('moves a field to where it counts, if it is free', () => {
    expect(fixed(pod('runAsUser: 5 # ours'), 'misplaced-security-field')).toBe(
      pod('# ours\nsecurityContext:\n  runAsUser: 5'),
    );
    expect(fixed(pod('runAsUser: 5\nsecurityContext: { runAsUser: 6 }'), 'misplaced-security-field')).toBeUndefined();
    expect(fixed(pod('', 'securityContext: { privileged: true, fsGroup: 1 }\n'), 'misplaced-security-field')).toBe(
      pod('', 'securityContext: { fsGroup: 1 }\n'),
    );
  });
});

describe('pod-security-label-invalid', () => {
  const namespace = (labels: string): string =>
    `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels:\n${indent(indent(labels))}\n`;
  const PREFIX = 'pod-security.kubernetes.io';
  it.each([
    ['an unknown mode', `${PREFIX}/fail: baseline`, [`error ${PREFIX}/fail`]],
    ['an unknown level', `${PREFIX}/enforce: strict`, ['error strict']],
    ['a boolean', `${PREFIX}/enforce: true`, ['error true']],
    ['an unknown version', `${PREFIX}/enforce-version: 1.30`, ['error 1.30']],
    ['a version with a zero', `${PREFIX}/warn-version: v1.030`, ['error v1.030']],
    ['an unknown mode of a version', `${PREFIX}/enforcement-version: latest`, [`error ${PREFIX}/enforcement-version`]],
    ['a level that is filled in later', `${PREFIX}/enforce: \${LEVEL}`, []],
    ['a version that is filled in later', `${PREFIX}/enforce-version: "{{ version }}"`, []],
    [
      'all that there is',
      `${PREFIX}/enforce: restricted\n${PREFIX}/audit-version: v1.30\n${PREFIX}/warn-version: latest`,
      [],
    ],
  ])('%s', (_, labels, expected) => {
    expect(found(namespace(labels), 'pod-security-label-invalid')).toEqual(expected);
  });

  it('corrects the case of a level', () => {
    expect(fixed(namespace(`${PREFIX}/enforce: Baseline`), 'pod-security-label-invalid')).toBe(
      namespace(`${PREFIX}/enforce: baseline`),
    );
  });
});

describe('host-path-to-credentials', () => {
  const check = (path: string, more = '', kind = 'Pod'): string[] =>
    found(
      pod(
        `volumeMounts: [{ name: v, mountPath: /here${more} }]`,
        `volumes: [{ name: v, hostPath: { path: ${path} } }]\n`,
        kind,
      ),
      'host-path-to-credentials',
    );
  it.each([
    ['/etc/kubernetes', '', 'Pod', ['warning /here']],
    ['/etc//kubernetes/pki/', '', 'Pod', ['warning /here']],
    ['/etc', ', subPath: kubernetes/azure.json', 'Pod', ['warning /here']],
    ['/var/lib/kubelet', '', 'Pod', ['warning /here']],
    // The node's files are one finding of its agent, which lists them.
    ['/var/lib/kubelet/pods', '', 'DaemonSet', []],
    ['/var/lib/kubelet/plugins', '', 'DaemonSet', []],
    ['/var/lib/kubelet/device-plugins', '', 'Pod', []],
    ['/root/.aws', '', 'Pod', ['warning /here']],
    ['/home/ci/.kube/config', '', 'Pod', ['warning /here']],
    ['/var/snap/microk8s/current/certs', '', 'Pod', ['warning /here']],
    ['/etc/kubernetes/manifests', '', 'Pod', ['warning /here']],
    [String.raw`C:\etc\kubernetes\pki`, '', 'Pod', ['warning /here']],
    ['/etc/rancher/k3s/registries.yaml', '', 'Pod', []],
    ['/srv/data', '', 'Pod', []],
  ])('%s%s in a %s', (path, more, kind, expected) => {
    expect(check(path, more, kind)).toEqual(expected);
  });
});

it('read-only-root-filesystem is off until it is asked for', () => {
  const only = new Set(['read-only-root-filesystem']);
  expect(found(pod(''), 'read-only-root-filesystem')).toEqual([]);
  expect(see(pod(''), undefined, { only })).toHaveLength(1);
  expect(see(pod('', 'os: { name: windows }\n'), undefined, { only })).toEqual([]);
});
