import type { Variant } from '../variant.ts';

const CLAIM = { 'spec.volumes.2': { name: 'disk', persistentVolumeClaim: { claimName: 'disk' } } };

/** A mount of the volume `data` with these fields. */
const mounted =
  (rule: string) =>
  (name: string, mount: Readonly<Record<string, unknown>>, more: Variant['set'] = {}): Variant => ({
    rule,
    name,
    set: { 'container.volumeMounts': [{ name: 'data', mountPath: '/data', ...mount }], ...more },
  });
const device = (name: string, devices: readonly object[], more: Variant['set'] = CLAIM): Variant => ({
  rule: 'invalid-mount-path',
  name,
  set: { 'container.volumeDevices': devices, ...more },
});
const path = mounted('invalid-mount-path');
const propagation = mounted('conflicting-mount-options');

export const mountOptions: readonly Variant[] = [
  path('that is missing', { mountPath: undefined }),
  path('that is null', { mountPath: null }),
  path('that is empty', { mountPath: '' }),
  path('that is relative', { mountPath: 'data' }),
  path('with two dots', { mountPath: '/a/../data' }),
  path('with a colon', { mountPath: '/a:b' }),
  path('that is the root', { mountPath: '/' }),
  path('of a volume that is absolute', { subPath: '/logs' }),
  path('of a volume that is a slash', { subPath: '/' }),
  path('of a volume with two dots', { subPath: 'a/../b' }),
  path('of a volume that is absolute with two dots', { subPath: '/a/../b' }),
  path('of a volume that begins with two dots', { subPath: '..data' }),
  path('of a volume that ends with two dots', { subPath: 'data..' }),
  path('of a volume that is two dots', { subPath: '..' }),
  path('of a volume with a dot', { subPath: './a' }),
  path('of a volume with a backslash', { subPath: 'a\\..\\b' }),
  path('of a volume that is empty', { subPath: '' }),
  path('of a volume that is null', { subPath: null }),
  path('of a volume', { subPath: 'a/b' }),
  path('of a volume with variables, absolute', { subPathExpr: '/$(NAME)' }),
  path('of a volume with variables, with two dots', { subPathExpr: '../$(NAME)' }),
  path('of a volume with variables', { subPathExpr: 'logs/$(NAME)' }),
  path('of a volume, with and without variables', { subPath: 'logs', subPathExpr: 'logs' }),
  path('of a volume, with and without variables, both absolute', { subPath: '/logs', subPathExpr: '/logs' }),
  path('of a volume, without variables and empty with them', { subPath: 'logs', subPathExpr: '' }),
  device('of a device that is missing', [{ name: 'disk' }]),
  device('of a device that is empty', [{ name: 'disk', devicePath: '' }]),
  device('of a device with two dots', [{ name: 'disk', devicePath: '/dev/../x' }]),
  device('of a device that is relative', [{ name: 'disk', devicePath: 'xvda' }]),
  device('of a device', [{ name: 'disk', devicePath: '/dev/xvda' }]),
  {
    rule: 'invalid-mount-path',
    name: 'of two mounts, absolute in the volume',
    set: {
      'container.volumeMounts': [
        { name: 'data', mountPath: '/a', subPath: '/a' },
        { name: 'data', mountPath: '/b', subPath: '/b' },
      ],
    },
  },

  propagation('Bidirectional', { mountPropagation: 'Bidirectional' }),
  propagation(
    'Bidirectional, explicitly without privileges',
    { mountPropagation: 'Bidirectional' },
    { 'container.securityContext': { privileged: false } },
  ),
  propagation(
    'Bidirectional with capabilities',
    { mountPropagation: 'Bidirectional' },
    { 'container.securityContext': { capabilities: { add: ['SYS_ADMIN'] } } },
  ),
  propagation(
    'Bidirectional with privileges',
    { mountPropagation: 'Bidirectional' },
    { 'container.securityContext': { privileged: true } },
  ),
  propagation('HostToContainer', { mountPropagation: 'HostToContainer' }),
  propagation('None', { mountPropagation: 'None' }),
  propagation('null', { mountPropagation: null }),
  propagation('empty', { mountPropagation: '' }),
  propagation('in lower case', { mountPropagation: 'bidirectional' }),
  propagation('unknown', { mountPropagation: 'Shared' }),
  propagation('recursive without readOnly', { recursiveReadOnly: 'Enabled' }),
  propagation('recursive with readOnly false', { recursiveReadOnly: 'Enabled', readOnly: false }),
  propagation('recursive if possible without readOnly', { recursiveReadOnly: 'IfPossible' }),
  propagation('recursive with readOnly', { recursiveReadOnly: 'Enabled', readOnly: true }),
  propagation('recursive, disabled', { recursiveReadOnly: 'Disabled' }),
  propagation('recursive, disabled, with propagation', {
    recursiveReadOnly: 'Disabled',
    mountPropagation: 'HostToContainer',
  }),
  propagation('recursive with propagation', {
    recursiveReadOnly: 'Enabled',
    readOnly: true,
    mountPropagation: 'HostToContainer',
  }),
  propagation('recursive with the propagation None', {
    recursiveReadOnly: 'IfPossible',
    readOnly: true,
    mountPropagation: 'None',
  }),
  propagation('recursive in lower case', { recursiveReadOnly: 'enabled', readOnly: true }),
  propagation('recursive, unknown', { recursiveReadOnly: 'Yes', readOnly: true }),
  propagation('recursive, null', { recursiveReadOnly: null }),
  propagation('recursive, empty', { recursiveReadOnly: '' }),
  {
    rule: 'device-without-claim',
    name: 'of an emptyDir',
    set: { 'container.volumeMounts': [], 'container.volumeDevices': [{ name: 'data', devicePath: '/dev/x' }] },
  },
  {
    rule: 'device-without-claim',
    name: 'of a configMap',
    set: { 'container.volumeDevices': [{ name: 'config', devicePath: '/dev/x' }] },
  },
  {
    rule: 'device-without-claim',
    name: 'of a claim',
    set: { 'container.volumeDevices': [{ name: 'disk', devicePath: '/dev/x' }], ...CLAIM },
  },
];
