import { type Variant, variantsOf } from '../refusals/variant.ts';

const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/';
const PROFILES = ['RuntimeDefault', 'Unconfined', 'Localhost'].map((type) => ({
  type,
  ...(type === 'Localhost' && { localhostProfile: 'web' }),
}));

/** The same field in a container and in the pod. */
function both(field: string, values: readonly unknown[]): Variant[] {
  return values.flatMap((value) =>
    variantsOf('', {
      [`${field} ${JSON.stringify(value)}`]: { [`container.securityContext.${field}`]: value },
      [`${field} ${JSON.stringify(value)} of the pod`]: { [`spec.securityContext.${field}`]: value },
    }),
  );
}

function inContainer(field: string, values: readonly unknown[]): Variant[] {
  return values.flatMap((value) =>
    variantsOf('', { [`${field} ${JSON.stringify(value)}`]: { [`container.${field}`]: value } }),
  );
}

function inSpec(field: string, values: readonly unknown[]): Variant[] {
  return values.flatMap((value) =>
    variantsOf('', { [`${field} ${JSON.stringify(value)}`]: { [`spec.${field}`]: value } }),
  );
}

/** Changes to a pod about which the Pod Security Standards have something to say, or nothing. */
export const SECURITY_VARIANTS: readonly Variant[] = [
  ...both('runAsNonRoot', [true, false]),
  ...both('runAsUser', [0, 1000]),
  ...both('seccompProfile', PROFILES),
  ...both('appArmorProfile', PROFILES),
  ...both('seLinuxOptions', [{ type: 'container_t' }, { type: 'spc_t' }, { user: 'root' }, { level: 's0' }, {}]),
  ...both('windowsOptions', [{ runAsUserName: 'ContainerUser' }]),
  ...inContainer('securityContext.privileged', [true, false]),
  ...inContainer('securityContext.allowPrivilegeEscalation', [true, false]),
  ...inContainer('securityContext.procMount', ['Default', 'Unmasked']),
  ...inContainer('securityContext.capabilities', [
    ...[{ drop: ['ALL'] }, { drop: ['all'] }, { add: ['NET_BIND_SERVICE'], drop: ['ALL'] }],
    ...[{ add: ['CHOWN'] }, { add: ['SYS_ADMIN'], drop: ['ALL'] }, { add: ['CAP_CHOWN'] }, {}],
  ]),
  ...inContainer('ports', [
    [{ containerPort: 80 }],
    [{ containerPort: 81, hostPort: 81 }],
    [{ containerPort: 82, hostPort: 0 }],
  ]),
  ...inSpec('hostNetwork', [true, false]),
  ...inSpec('hostPID', [true]),
  ...inSpec('hostIPC', [true, false]),
  ...inSpec('hostUsers', [true, false]),
  ...inSpec('os', [{ name: 'linux' }, { name: 'windows' }]),
  ...inSpec('securityContext.sysctls', [
    ...[[{ name: 'kernel.shm_rmid_forced', value: '1' }], [{ name: 'kernel.msgmax', value: '1' }]],
    ...[[{ name: 'net.ipv4.tcp_rmem', value: '1' }], [{ name: 'net.ipv4.tcp_notsent_lowat', value: '1' }]],
  ]),
  ...inSpec('volumes.2', [
    ...[
      { name: 'node', hostPath: { path: '/srv' } },
      { name: 'share', nfs: { server: 'nfs.example.com', path: '/' } },
    ],
    ...[
      { name: 'claim', persistentVolumeClaim: { claimName: 'a' } },
      { name: 'picture', image: { reference: 'a.example.com/a:1' } },
    ],
  ]),
  ...variantsOf('', {
    'a HostProcess pod': {
      'spec.hostNetwork': true,
      'spec.securityContext.windowsOptions': { hostProcess: true },
    },
    'AppArmor off by annotation': { 'metadata.annotations': { [`${APP_ARMOR}app`]: 'unconfined' } },
    'AppArmor off by annotations': {
      'metadata.annotations': { [`${APP_ARMOR}app`]: 'unconfined', [`${APP_ARMOR}setup`]: 'unconfined' },
    },
    'AppArmor by annotation': { 'metadata.annotations': { [`${APP_ARMOR}app`]: 'runtime/default' } },
    'a probe of another host': {
      'spec.containers.0.livenessProbe': { httpGet: { host: '10.0.0.1', port: 80 } },
    },
    'a hook of another host': {
      'spec.containers.1.lifecycle': { postStart: { httpGet: { host: '10.0.0.1', port: 80 } } },
    },
    'a probe of the own host': {
      'spec.containers.0.readinessProbe': { tcpSocket: { host: '127.0.0.1', port: 80 } },
    },
    'everything that restricted wants': {
      'spec.securityContext': { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      'spec.containers.0.securityContext': { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      'spec.containers.1.securityContext': { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      'spec.initContainers.0.securityContext': { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      'spec.initContainers.1.securityContext': { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    },
  }),
];
