import { type Variant, variantsOf } from '../variant.ts';

function sysctls(names: readonly unknown[], more: Variant['set'] = {}): Variant['set'] {
  const items = names.map((name) => ({ value: '1', ...(name !== undefined && { name }) }));
  return { 'spec.securityContext': { sysctls: items }, ...more };
}

export const security: readonly Variant[] = [
  ...variantsOf('invalid-sysctl', {
    'one of each': sysctls(['kernel.shm_rmid_forced', 'net.ipv4.tcp_syncookies']),
    'twice the same': sysctls(['kernel.shm_rmid_forced', 'kernel.shm_rmid_forced', 'kernel.shm_rmid_forced']),
    'twice the same, in two notations': sysctls(['net.ipv4.tcp_syncookies', 'net/ipv4/tcp_syncookies']),
    'upper case': sysctls(['kernel.SHM_rmid_forced']),
    'a dash at an end': sysctls(['-a', 'a-', 'a.-b', 'a-b']),
    'an underscore at an end': sysctls(['_a', 'a_', 'a_b']),
    'two dots': sysctls(['net..ipv4']),
    'two signs in a row': sysctls(['net./ipv4', 'net/ipv4.conf']),
    'no name': sysctls([undefined, null, '']),
    'a long name': sysctls(['a'.repeat(254), 'a'.repeat(253)]),
    'of the network of the node': sysctls(['net.ipv4.tcp_syncookies', 'network.a', 'net'], {
      'spec.hostNetwork': true,
    }),
    'of the network of the node, with slashes': sysctls(
      ['net/ipv4/tcp_syncookies', 'net/ipv4/conf/eth0.1/mtu', 'a/net.b'],
      {
        'spec.hostNetwork': true,
      },
    ),
    'of the memory of the node': sysctls(
      [
        'kernel.sem',
        'kernel.shmmax',
        'kernel.msgmax',
        'kernel.pid_max',
        'fs.mqueue.msg_max',
        'fs.mqueue',
        'kernel.shm',
      ],
      { 'spec.hostIPC': true },
    ),
    'of the memory of the node, with slashes': sysctls(['kernel/shmmax', 'fs/mqueue/msg_max', 'kernel/sem.a'], {
      'spec.hostIPC': true,
    }),
    'of the other namespace': sysctls(['kernel.shmmax', 'net.ipv4.tcp_syncookies'], { 'spec.hostPID': true }),
    'of the network, with the memory of the node': sysctls(['net.ipv4.tcp_syncookies'], { 'spec.hostIPC': true }),
    'of the memory, with the network of the node': sysctls(['kernel.shmmax'], { 'spec.hostNetwork': true }),
    'a wrong one of the network of the node': sysctls(['net.', 'net.a', 'net.a'], { 'spec.hostNetwork': true }),
  }),
  ...variantsOf('user-out-of-range', {
    'a negative user': { 'container.securityContext': { runAsUser: -1 } },
    'a negative group': { 'container.securityContext': { runAsGroup: -1 } },
    'the highest': { 'container.securityContext': { runAsUser: 2_147_483_647, runAsGroup: 2_147_483_647 } },
    'one more': { 'container.securityContext': { runAsUser: 2_147_483_648 } },
    'as an unsigned number': { 'container.securityContext': { runAsGroup: 4_294_967_295 } },
    root: { 'container.securityContext': { runAsUser: 0, runAsGroup: 0 } },
    nobody: { 'container.securityContext': { runAsUser: null } },
    'of the pod': { 'spec.securityContext': { runAsUser: -1, runAsGroup: 2_147_483_648, fsGroup: -5 } },
    'of the pod, in range': { 'spec.securityContext': { runAsUser: 0, runAsGroup: 1, fsGroup: 2_147_483_647 } },
    'more groups': { 'spec.securityContext': { supplementalGroups: [0, -1, 5, 2_147_483_648] } },
    'no more groups': { 'spec.securityContext': { supplementalGroups: [] } },
  }),
  ...variantsOf('escalation-conflict', {
    privileged: { 'container.securityContext': { allowPrivilegeEscalation: false, privileged: true } },
    'not privileged': { 'container.securityContext': { allowPrivilegeEscalation: false, privileged: false } },
    'privileged, with escalation': {
      'container.securityContext': { allowPrivilegeEscalation: true, privileged: true },
    },
    CAP_SYS_ADMIN: {
      'container.securityContext': {
        allowPrivilegeEscalation: false,
        capabilities: { add: ['CHOWN', 'CAP_SYS_ADMIN'] },
      },
    },
    SYS_ADMIN: {
      'container.securityContext': { allowPrivilegeEscalation: false, capabilities: { add: ['SYS_ADMIN'] } },
    },
    'CAP_SYS_ADMIN in lower case': {
      'container.securityContext': { allowPrivilegeEscalation: false, capabilities: { add: ['cap_sys_admin'] } },
    },
    'CAP_SYS_ADMIN dropped': {
      'container.securityContext': { allowPrivilegeEscalation: false, capabilities: { drop: ['CAP_SYS_ADMIN'] } },
    },
    both: {
      'container.securityContext': {
        allowPrivilegeEscalation: false,
        privileged: true,
        capabilities: { add: ['CAP_SYS_ADMIN'] },
      },
    },
  }),
  ...variantsOf('ephemeral-in-manifest', {
    one: { 'spec.ephemeralContainers': [{ name: 'shell', image: 'registry.example.com/shell:1' }] },
    none: { 'spec.ephemeralContainers': [] },
    'no list': { 'spec.ephemeralContainers': null },
    'of a target': {
      'spec.ephemeralContainers': [
        { name: 'shell', image: 'registry.example.com/shell:1', targetContainerName: 'app' },
      ],
    },
  }),
];
