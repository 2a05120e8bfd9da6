import type { Variant } from '../variant.ts';

/** A volume that no container mounts: of one with a fault, the mounts would be refused, too. */
const volume =
  (rule: string) =>
  (name: string, fields: object | null): Variant => ({
    rule,
    name,
    set: { 'spec.volumes.2': fields },
  });
const named = volume('invalid-volume-name');
const sources = volume('conflicting-volume-sources');
const source = volume('invalid-volume-source');
const projected = (name: string, ...list: readonly object[]): Variant =>
  source(name, { name: 'extra', projected: { sources: list } });

/** A token needs a service account, which the API server adds to a pod only together with a controller. */
const token = (name: string, fields: object): Variant => ({
  ...projected(name, { serviceAccountToken: fields }),
  kinds: ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'PodTemplate'],
});

export const volumes: readonly Variant[] = [
  named('that is missing', { emptyDir: {} }),
  named('that is null', { name: null, emptyDir: {} }),
  named('that is empty', { name: '', emptyDir: {} }),
  named('of a volume that is null', null),
  named('in upper case', { name: 'Extra', emptyDir: {} }),
  named('with an underscore', { name: 'my_extra', emptyDir: {} }),
  named('with a dot', { name: 'my.extra', emptyDir: {} }),
  named('of 64 characters', { name: 'a'.repeat(64), emptyDir: {} }),
  named('of 63 characters', { name: 'a'.repeat(63), emptyDir: {} }),
  named('of another volume', { name: 'data', emptyDir: {} }),
  named('of another volume, with another source', { name: 'config', emptyDir: {} }),
  named('of a container', { name: 'app', emptyDir: {} }),
  named('of digits', { name: '12', emptyDir: {} }),

  sources('emptyDir and configMap', { name: 'extra', emptyDir: {}, configMap: { name: 'x' } }),
  sources('hostPath and emptyDir', { name: 'extra', hostPath: { path: '/x' }, emptyDir: {} }),
  sources('secret and configMap', { name: 'extra', configMap: { name: 'x' }, secret: { secretName: 'x' } }),
  sources('persistentVolumeClaim and hostPath', {
    name: 'extra',
    persistentVolumeClaim: { claimName: 'x' },
    hostPath: { path: '/x' },
  }),
  sources('of three kinds', { name: 'extra', emptyDir: {}, hostPath: { path: '/x' }, secret: { secretName: 'x' } }),
  sources('csi and projected', { name: 'extra', csi: { driver: 'x.example.com' }, projected: { sources: [] } }),
  sources('downwardAPI and emptyDir', { name: 'extra', downwardAPI: { items: [] }, emptyDir: {} }),
  sources('nfs and secret', { name: 'extra', nfs: { server: 'x', path: '/x' }, secret: { secretName: 'x' } }),
  sources('cephfs and nfs', { name: 'extra', cephfs: { monitors: ['x'] }, nfs: { server: 'x', path: '/x' } }),
  sources('ephemeral and emptyDir', {
    name: 'extra',
    emptyDir: {},
    ephemeral: {
      volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
    },
  }),
  sources('with one that is null', { name: 'extra', emptyDir: null, configMap: { name: 'x' } }),
  sources('none at all', { name: 'extra' }),
  sources('one that is null', { name: 'extra', hostPath: null }),
  sources('an emptyDir that is null', { name: 'extra', emptyDir: null }),
  sources('of two kinds, the second with a fault', { name: 'extra', emptyDir: {}, hostPath: { path: '/a/../b' } }),
  sources('of two kinds, the first with a fault', {
    name: 'extra',
    hostPath: { path: '/a/../b' },
    secret: { secretName: 'x' },
  }),

  source('hostPath without path', { name: 'extra', hostPath: {} }),
  source('hostPath with an empty path', { name: 'extra', hostPath: { path: '' } }),
  source('hostPath without path, of an unknown type', { name: 'extra', hostPath: { type: 'Folder' } }),
  source('hostPath with two dots', { name: 'extra', hostPath: { path: '/a/../b' } }),
  source('hostPath that ends with two dots', { name: 'extra', hostPath: { path: '/a/..' } }),
  source('hostPath with three dots', { name: 'extra', hostPath: { path: '/a/.../b' } }),
  source('hostPath that is relative', { name: 'extra', hostPath: { path: 'a' } }),
  source('hostPath of the type Directory', { name: 'extra', hostPath: { path: '/a', type: 'Directory' } }),
  source('hostPath of an empty type', { name: 'extra', hostPath: { path: '/a', type: '' } }),
  source('hostPath of a type in lower case', { name: 'extra', hostPath: { path: '/a', type: 'directory' } }),
  source('hostPath of an unknown type', { name: 'extra', hostPath: { path: '/a', type: 'Folder' } }),
  source('hostPath of the type null', { name: 'extra', hostPath: { path: '/a', type: null } }),
  source('emptyDir with a negative limit', { name: 'extra', emptyDir: { sizeLimit: '-1Gi' } }),
  source('emptyDir with a limit of zero', { name: 'extra', emptyDir: { sizeLimit: 0 } }),
  source('emptyDir with a limit', { name: 'extra', emptyDir: { sizeLimit: '1Gi' } }),
  source('emptyDir with a limit of 256m', { name: 'extra', emptyDir: { sizeLimit: '256m' } }),
  source('emptyDir of an unknown medium', { name: 'extra', emptyDir: { medium: 'memory' } }),
  source('secret without a name', { name: 'extra', secret: {} }),
  source('secret with an empty name', { name: 'extra', secret: { secretName: '' } }),
  source('secret', { name: 'extra', secret: { secretName: 'Not_A_Name' } }),
  source('configMap without a name', { name: 'extra', configMap: {} }),
  source('optional configMap without a name', { name: 'extra', configMap: { optional: true } }),
  source('configMap', { name: 'extra', configMap: { name: 'Not_A_Name' } }),
  source('persistentVolumeClaim without a name', { name: 'extra', persistentVolumeClaim: {} }),
  source('persistentVolumeClaim', { name: 'extra', persistentVolumeClaim: { claimName: 'x' } }),
  source('nfs without a server', { name: 'extra', nfs: { path: '/x' } }),
  source('nfs with a relative path', { name: 'extra', nfs: { server: 'x', path: 'x' } }),
  source('csi without a driver', { name: 'extra', csi: {} }),
  source('item without a path', { name: 'extra', configMap: { name: 'x', items: [{ key: 'a' }] } }),
  source('item without a key', { name: 'extra', secret: { secretName: 'x', items: [{ path: 'a' }] } }),
  source('item with two dots', { name: 'extra', configMap: { name: 'x', items: [{ key: 'a', path: 'a/../b' }] } }),
  source('item that begins with two dots', {
    name: 'extra',
    configMap: { name: 'x', items: [{ key: 'a', path: '..b' }] },
  }),
  source('item with an absolute path', {
    name: 'extra',
    secret: { secretName: 'x', items: [{ key: 'a', path: '/a' }] },
  }),
  source('item with a path', { name: 'extra', secret: { secretName: 'x', items: [{ key: 'a', path: 'b/a..' }] } }),
  source('item with an empty key', { name: 'extra', configMap: { name: 'x', items: [{ key: '', path: 'a' }] } }),
  source('mode of more than 0777', { name: 'extra', configMap: { name: 'x', defaultMode: 512 } }),
  source('mode of 0777', { name: 'extra', configMap: { name: 'x', defaultMode: 511 } }),
  source('mode of an item, negative', {
    name: 'extra',
    secret: { secretName: 'x', items: [{ key: 'a', path: 'a', mode: -1 }] },
  }),
  source('downwardAPI without a field', { name: 'extra', downwardAPI: { items: [{ path: 'a' }] } }),
  source('downwardAPI with two fields', {
    name: 'extra',
    downwardAPI: {
      items: [
        {
          path: 'a',
          fieldRef: { fieldPath: 'metadata.name' },
          resourceFieldRef: { containerName: 'app', resource: 'limits.cpu' },
        },
      ],
    },
  }),
  source('downwardAPI without a path', {
    name: 'extra',
    downwardAPI: { items: [{ fieldRef: { fieldPath: 'metadata.name' } }] },
  }),
  source('downwardAPI', {
    name: 'extra',
    downwardAPI: { items: [{ path: 'a', fieldRef: { fieldPath: 'metadata.labels' } }] },
  }),
  projected('projected without sources'),
  projected('projected with a source of two kinds', { secret: { name: 'x' }, configMap: { name: 'x' } }),
  projected('projected with an empty source', {}),
  projected('projected secret without a name', { secret: {} }),
  projected('projected configMap without a name', { configMap: {} }),
  projected(
    'projected with one path twice',
    { secret: { name: 'x', items: [{ key: 'a', path: 'a' }] } },
    { configMap: { name: 'x', items: [{ key: 'a', path: 'a' }] } },
  ),
  projected('projected item with two dots', { secret: { name: 'x', items: [{ key: 'a', path: '../a' }] } }),
  token('projected token for a short time', { path: 'token', expirationSeconds: 599 }),
  token('projected token for ten minutes', { path: 'token', expirationSeconds: 600 }),
  token('projected token without a path', {}),
  token('projected token with an absolute path', { path: '/token' }),
  token('projected token', { path: 'token' }),
];
