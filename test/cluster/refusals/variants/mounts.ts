import type { Variant } from '../variant.ts';

const DATA = { name: 'data', mountPath: '/data' };
const CONFIG = { name: 'config', mountPath: '/config' };
const CLAIM = { name: 'disk', persistentVolumeClaim: { claimName: 'disk' } };
const DISK = { name: 'disk', devicePath: '/dev/xvda' };

const inContainer =
  (rule: string) =>
  (
    name: string,
    container: Readonly<Record<string, unknown>>,
    spec: Readonly<Record<string, unknown>> = {},
  ): Variant => ({
    rule,
    name,
    set: {
      ...Object.fromEntries(Object.entries(container).map(([field, value]) => [`container.${field}`, value])),
      ...Object.fromEntries(Object.entries(spec).map(([field, value]) => [`spec.${field}`, value])),
    },
  });

const unknown = inContainer('unknown-volume');
const conflicting = inContainer('conflicting-mounts');

const withClaim = { 'volumes.2': CLAIM };

export const mountedVolumes: readonly Variant[] = [
  unknown('of a mount', { volumeMounts: [{ name: 'cache', mountPath: '/cache' }] }),
  unknown('of the second mount', { volumeMounts: [DATA, { name: 'cache', mountPath: '/cache' }] }),
  unknown('of two mounts', {
    volumeMounts: [
      { name: 'cache', mountPath: '/cache' },
      { name: 'logs', mountPath: '/logs' },
    ],
  }),
  unknown('of a device', { volumeDevices: [DISK] }),
  unknown('of a device and a mount', { volumeDevices: [DISK], volumeMounts: [{ name: 'cache', mountPath: '/cache' }] }),
  unknown('in another case', { volumeMounts: [{ name: 'Data', mountPath: '/data' }] }),
  unknown('with a space', { volumeMounts: [{ name: 'data ', mountPath: '/data' }] }),
  unknown('that is missing in the mount', { volumeMounts: [{ mountPath: '/data' }] }),
  unknown('that is null in the mount', { volumeMounts: [{ name: null, mountPath: '/data' }] }),
  unknown('that is empty in the mount', { volumeMounts: [{ name: '', mountPath: '/data' }] }),
  unknown('that is missing in the device', { volumeDevices: [{ devicePath: '/dev/xvda' }] }),
  unknown(
    'in a pod without volumes',
    { volumeMounts: [DATA] },
    { volumes: undefined, 'containers.1.volumeMounts': [] },
  ),
  unknown('that is there', { volumeMounts: [DATA, CONFIG] }),
  unknown('that is there twice in a container', { volumeMounts: [DATA, { ...DATA, mountPath: '/more' }] }),
  unknown('of a claim as a device', { volumeDevices: [DISK] }, withClaim),
  unknown(
    'of an ephemeral claim as a device',
    { volumeDevices: [DISK] },
    {
      'volumes.2': {
        name: 'disk',
        ephemeral: {
          volumeClaimTemplate: {
            spec: { accessModes: ['ReadWriteOnce'], volumeMode: 'Block', resources: { requests: { storage: '1Gi' } } },
          },
        },
      },
    },
  ),
  unknown('of no mounts', { volumeMounts: [] }),
  unknown('of mounts that are null', { volumeMounts: null }),

  conflicting('with one path', { volumeMounts: [DATA, { ...CONFIG, mountPath: '/data' }] }),
  conflicting('of one volume with one path', { volumeMounts: [DATA, DATA] }),
  conflicting('with one path, three times', { volumeMounts: [DATA, { ...CONFIG, mountPath: '/data' }, DATA] }),
  conflicting('with sub paths at one path', {
    volumeMounts: [
      { ...DATA, subPath: 'a' },
      { ...DATA, subPath: 'b' },
    ],
  }),
  conflicting('with a slash at the end', { volumeMounts: [DATA, { ...CONFIG, mountPath: '/data/' }] }),
  conflicting('with a dot in the path', { volumeMounts: [DATA, { ...CONFIG, mountPath: '/./data' }] }),
  conflicting('in another case', { volumeMounts: [DATA, { ...CONFIG, mountPath: '/Data' }] }),
  conflicting('below the other', { volumeMounts: [DATA, { ...CONFIG, mountPath: '/data/config' }] }),
  conflicting(
    'as two devices with one path',
    { volumeDevices: [DISK, { ...DISK, name: 'disk2' }] },
    {
      ...withClaim,
      'volumes.3': { ...CLAIM, name: 'disk2' },
    },
  ),
  conflicting('as one device twice', { volumeDevices: [DISK, { ...DISK, devicePath: '/dev/xvdb' }] }, withClaim),
  conflicting('as the same device twice', { volumeDevices: [DISK, DISK] }, withClaim),
  conflicting(
    'as a mount and a device of one path',
    { volumeMounts: [{ ...DATA, mountPath: '/dev/xvda' }], volumeDevices: [DISK] },
    withClaim,
  ),
  conflicting(
    'as a mount and a device of one volume',
    { volumeMounts: [{ ...DATA, name: 'disk' }], volumeDevices: [DISK] },
    withClaim,
  ),
  conflicting(
    'as a mount and a device of one volume and path',
    {
      volumeMounts: [{ name: 'disk', mountPath: '/dev/xvda' }],
      volumeDevices: [DISK],
    },
    withClaim,
  ),
  conflicting(
    'as a device twice, whose first path is that of a mount',
    {
      volumeMounts: [{ ...DATA, mountPath: '/dev/xvda' }],
      volumeDevices: [DISK, { ...DISK, devicePath: '/dev/xvdb' }],
    },
    withClaim,
  ),
  conflicting(
    'as two devices',
    { volumeDevices: [DISK, { name: 'disk2', devicePath: '/dev/xvdb' }] },
    {
      ...withClaim,
      'volumes.3': { ...CLAIM, name: 'disk2' },
    },
  ),
];
