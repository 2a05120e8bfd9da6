import { type Variant, variantsOf } from '../variant.ts';

const UNMASKED = { procMount: 'Unmasked' };

export const namespaces: readonly Variant[] = [
  ...variantsOf('unmasked-without-user-namespace', {
    'no hostUsers': { 'container.securityContext': UNMASKED },
    'hostUsers true': { 'container.securityContext': UNMASKED, 'spec.hostUsers': true },
    'hostUsers null': { 'container.securityContext': UNMASKED, 'spec.hostUsers': null },
    'hostUsers false': { 'container.securityContext': UNMASKED, 'spec.hostUsers': false },
    'the default': { 'container.securityContext.procMount': 'Default' },
    'no value': { 'container.securityContext.procMount': null },
    'beside another field': { 'container.securityContext': { procMount: 'Unmasked', privileged: true } },
    'with the network of the node': { 'container.securityContext': UNMASKED, 'spec.hostNetwork': true },
  }),
  ...variantsOf('conflicting-namespaces', {
    'the network of the node': { 'spec.hostUsers': false, 'spec.hostNetwork': true },
    'the processes of the node': { 'spec.hostUsers': false, 'spec.hostPID': true },
    'the memory of the node': { 'spec.hostUsers': false, 'spec.hostIPC': true },
    'all namespaces of the node': {
      'spec.hostUsers': false,
      'spec.hostNetwork': true,
      'spec.hostPID': true,
      'spec.hostIPC': true,
    },
    'none of the node': {
      'spec.hostUsers': false,
      'spec.hostNetwork': false,
      'spec.hostPID': false,
      'spec.hostIPC': false,
    },
    'no user namespace': { 'spec.hostUsers': true, 'spec.hostPID': true, 'spec.hostIPC': true },
    'a block device': {
      'spec.hostUsers': false,
      'container.volumeDevices': [{ name: 'disk', devicePath: '/dev/disk' }],
      'spec.volumes.2': { name: 'disk', persistentVolumeClaim: { claimName: 'disk' } },
    },
    'a block device without user namespace': {
      'container.volumeDevices': [{ name: 'disk', devicePath: '/dev/disk' }],
      'spec.volumes.2': { name: 'disk', persistentVolumeClaim: { claimName: 'disk' } },
    },
    'no block devices': { 'spec.hostUsers': false, 'container.volumeDevices': [] },
    'privileges and a path of the node': {
      'spec.hostUsers': false,
      'container.securityContext': { privileged: true },
      'spec.volumes.2': { name: 'node', hostPath: { path: '/' } },
    },
    'one process namespace, and that of the node': { 'spec.hostPID': true, 'spec.shareProcessNamespace': true },
    'own process namespaces, and that of the node': { 'spec.hostPID': true, 'spec.shareProcessNamespace': false },
    'one process namespace': { 'spec.hostPID': false, 'spec.shareProcessNamespace': true },
    'all three': { 'spec.hostPID': true, 'spec.shareProcessNamespace': true, 'spec.hostUsers': false },
    'one process namespace in a user namespace': { 'spec.shareProcessNamespace': true, 'spec.hostUsers': false },
    'beside a security context': {
      'spec.hostPID': true,
      'spec.shareProcessNamespace': true,
      'spec.securityContext': { runAsNonRoot: true },
    },
  }),
];
