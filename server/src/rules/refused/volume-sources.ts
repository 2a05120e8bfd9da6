import type { YamlValue } from '../../manifest/value';
import { isUnset } from './text';

/** The kinds of sources, in the order in which the API server looks at them: it checks the first one, and refuses the others. */
const KINDS = [
  'emptyDir',
  'hostPath',
  'gitRepo',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'secret',
  'nfs',
  'iscsi',
  'glusterfs',
  'flocker',
  'persistentVolumeClaim',
  'rbd',
  'cinder',
  'cephfs',
  'quobyte',
  'downwardAPI',
  'fc',
  'flexVolume',
  'configMap',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'storageos',
  'projected',
  'scaleIO',
  'csi',
  'ephemeral',
];

/**
 * The sources that a volume has, in the order of the API server. An `image` is not among them: until 1.35, the API server drops
 * it.
 */
export function volumeSourcesOf(volume: YamlValue): readonly YamlValue[] {
  return KINDS.filter((kind) => volume.has(kind))
    .map((kind) => volume.get(kind))
    .filter((source) => !isUnset(source));
}
