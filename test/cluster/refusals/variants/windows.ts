import { type Variant, variantsOf } from '../variant.ts';

/** With fields of a pod's security context. */
function windowsPod(context: object): Variant['set'] {
  return { 'spec.os': { name: 'windows' }, 'spec.securityContext': context };
}

function windowsContainer(context: object): Variant['set'] {
  return { 'spec.os': { name: 'windows' }, 'container.securityContext': context };
}

function options(windowsOptions: object): Variant['set'] {
  return { 'container.securityContext': { windowsOptions } };
}

const USERS: Readonly<Record<string, string>> = {
  empty: '',
  'a user': 'ContainerUser',
  'a user of a domain': 'NT AUTHORITY\\NETWORK SERVICE',
  'a user of a DNS domain': 'shop.example.com\\web',
  'no user': 'shop\\',
  'no domain': '\\web',
  'two backslashes': 'shop\\a\\web',
  'an at sign': 'web@shop',
  'a slash': 'shop/web',
  'a plus sign': 'a+b',
  'only dots': '..',
  'a dot first': '.web',
  'a domain with a dot first': '.shop\\web',
  'a long domain': `${'a'.repeat(16)}_\\web`,
  'a tab': 'a\tb',
  'a long user': 'a'.repeat(105),
  'a user of two bytes a letter': 'ä'.repeat(53),
  'the longest user': 'a'.repeat(104),
};

export const windows: readonly Variant[] = [
  ...variantsOf('field-of-other-os', {
    'a Windows pod': { 'spec.os': { name: 'windows' } },
    'a selector of Windows nodes': {
      'spec.nodeSelector': { 'kubernetes.io/os': 'windows' },
      'container.securityContext': { privileged: false, runAsUser: 1000 },
    },
    'appArmorProfile of the pod': windowsPod({ appArmorProfile: { type: 'RuntimeDefault' } }),
    'seLinuxOptions of the pod': windowsPod({ seLinuxOptions: {} }),
    'seccompProfile of the pod': windowsPod({ seccompProfile: { type: 'RuntimeDefault' } }),
    'fsGroup of the pod': windowsPod({ fsGroup: 1000 }),
    'fsGroupChangePolicy of the pod': windowsPod({ fsGroupChangePolicy: 'Always' }),
    'sysctls of the pod': windowsPod({ sysctls: [{ name: 'net.ipv4.tcp_syncookies', value: '1' }] }),
    'no sysctls of the pod': windowsPod({ sysctls: [] }),
    'user and group of the pod': windowsPod({ runAsUser: 1000, runAsGroup: 1000 }),
    'supplementalGroups of the pod': windowsPod({ supplementalGroups: [1000] }),
    'no supplementalGroups of the pod': windowsPod({ supplementalGroups: [] }),
    'supplementalGroupsPolicy of the pod': windowsPod({ supplementalGroupsPolicy: 'Merge' }),
    'seLinuxChangePolicy of the pod': windowsPod({ seLinuxChangePolicy: 'Recursive' }),
    'runAsNonRoot of the pod': windowsPod({ runAsNonRoot: true }),
    'no values of the pod': windowsPod({ sysctls: null, supplementalGroups: null, fsGroup: null, runAsUser: null }),
    'windowsOptions of the pod': windowsPod({ windowsOptions: { runAsUserName: 'ContainerUser' } }),
    'namespaces of the node': { 'spec.os': { name: 'windows' }, 'spec.hostPID': true, 'spec.hostIPC': true },
    'no namespaces of the node': {
      'spec.os': { name: 'windows' },
      'spec.hostPID': false,
      'spec.hostIPC': false,
      'spec.hostNetwork': true,
    },
    'hostUsers true': { 'spec.os': { name: 'windows' }, 'spec.hostUsers': true },
    'hostUsers null': { 'spec.os': { name: 'windows' }, 'spec.hostUsers': null },
    'shareProcessNamespace false': { 'spec.os': { name: 'windows' }, 'spec.shareProcessNamespace': false },
    'profiles of a container': windowsContainer({
      appArmorProfile: { type: 'RuntimeDefault' },
      seccompProfile: { type: 'RuntimeDefault' },
      seLinuxOptions: {},
    }),
    'no capabilities of a container': windowsContainer({ capabilities: {} }),
    'capabilities null': windowsContainer({ capabilities: null }),
    'false in a container': windowsContainer({
      readOnlyRootFilesystem: false,
      privileged: false,
      allowPrivilegeEscalation: false,
    }),
    'procMount of a container': windowsContainer({ procMount: 'Default' }),
    'user and group of a container': windowsContainer({ runAsUser: 0, runAsGroup: 0 }),
    'runAsNonRoot of a container': windowsContainer({ runAsNonRoot: false }),
    'an empty context': windowsContainer({}),
    'windowsOptions of a Linux pod': {
      'spec.os': { name: 'linux' },
      'spec.securityContext': { windowsOptions: {} },
      'container.securityContext': { windowsOptions: { runAsUserName: 'ContainerUser' } },
    },
    'no windowsOptions of a Linux pod': {
      'spec.os': { name: 'linux' },
      'spec.securityContext': { windowsOptions: null },
      'container.securityContext': { privileged: false },
    },
    'both without os': {
      'spec.securityContext': { windowsOptions: { runAsUserName: 'ContainerUser' }, runAsUser: 1000 },
    },
  }),
  ...variantsOf('unknown-os', {
    empty: { 'spec.os': {} },
    'no value': { 'spec.os': null },
    'a name without a value': { 'spec.os': { name: null } },
    'an empty name': { 'spec.os': { name: '' } },
    'upper case': { 'spec.os': { name: 'Windows' }, 'container.securityContext': { privileged: false } },
    'another system': { 'spec.os': { name: 'darwin' } },
    linux: { 'spec.os': { name: 'linux' } },
  }),
  ...variantsOf('host-process-conflict', {
    'no hostNetwork': { 'spec.securityContext': { windowsOptions: { hostProcess: true } } },
    'hostNetwork false': {
      'spec.securityContext': { windowsOptions: { hostProcess: true } },
      'spec.hostNetwork': false,
    },
    hostNetwork: { 'spec.securityContext': { windowsOptions: { hostProcess: true } }, 'spec.hostNetwork': true },
    'one of several containers': { ...options({ hostProcess: true }), 'spec.hostNetwork': true },
    'one of several containers, no hostNetwork': options({ hostProcess: true }),
    'not one container': {
      'spec.securityContext': { windowsOptions: { hostProcess: true } },
      ...options({ hostProcess: false }),
      'spec.hostNetwork': true,
    },
    'one container, not the pod': {
      'spec.securityContext': { windowsOptions: { hostProcess: false } },
      ...options({ hostProcess: true }),
      'spec.hostNetwork': true,
    },
    'pod and container': {
      'spec.securityContext': { windowsOptions: { hostProcess: true } },
      ...options({ hostProcess: true }),
      'spec.hostNetwork': true,
    },
    nowhere: { 'spec.securityContext': { windowsOptions: { hostProcess: false } }, ...options({ hostProcess: false }) },
    'no value': { 'spec.securityContext': { windowsOptions: { hostProcess: null } } },
    'of a Linux pod': {
      'spec.os': { name: 'linux' },
      'spec.securityContext': { windowsOptions: { hostProcess: true } },
    },
    'of a Windows pod': {
      'spec.os': { name: 'windows' },
      'spec.securityContext': { windowsOptions: { hostProcess: true } },
    },
  }),
  ...variantsOf('invalid-windows-option', {
    ...Object.fromEntries(Object.entries(USERS).map(([name, user]) => [name, options({ runAsUserName: user })])),
    'a user of the pod': { 'spec.securityContext': { windowsOptions: { runAsUserName: 'web@shop' } } },
    'no user at all': options({ runAsUserName: null }),
    'an empty credential': options({ gmsaCredentialSpec: '' }),
    'a credential': options({ gmsaCredentialSpec: '{}' }),
    'a long credential': options({ gmsaCredentialSpec: 'a'.repeat(65_537) }),
    'the longest credential': options({ gmsaCredentialSpec: 'a'.repeat(65_536) }),
    'a name of a credential': options({ gmsaCredentialSpecName: 'shop.web-1' }),
    'a name in upper case': options({ gmsaCredentialSpecName: 'Shop' }),
    'a name with an underscore': options({ gmsaCredentialSpecName: 'shop_web' }),
    'an empty name': options({ gmsaCredentialSpecName: '' }),
  }),
];
