import type { YamlValue } from '../../manifest/value';
import { downwardFaults } from './downward-faults';
import { itemFaults, missing, mode, type SourceFault } from './item-faults';
import { hasBackstep } from './path';
import { projectedFaults } from './projected-faults';
import { storedText } from './text';
import { volumeSourcesOf } from './volume-sources';

/** What the API server refuses of the source of a volume. Of several sources, it only looks at the first one. */
export function sourceFaults(volume: YamlValue): readonly SourceFault[] {
  const [source] = volumeSourcesOf(volume);
  switch (source?.name) {
    case 'emptyDir':
      return negativeLimit(source.get('sizeLimit'));
    case 'hostPath':
      return hostPath(source.get('path'));
    case 'secret':
      return [...missing(source.get('secretName')), ...mode(source.get('defaultMode')), ...itemFaults(source)];
    case 'configMap':
      return [...missing(source.get('name')), ...mode(source.get('defaultMode')), ...itemFaults(source)];
    case 'persistentVolumeClaim':
      return missing(source.get('claimName'));
    case 'nfs':
      return [...missing(source.get('server')), ...nfsPath(source.get('path'))];
    case 'csi':
      return missing(source.get('driver'));
    case 'downwardAPI':
      return [...mode(source.get('defaultMode')), ...downwardFaults(source)];
    case 'projected':
      return [...mode(source.get('defaultMode')), ...projectedFaults(source)];
    default:
      return [];
  }
}

function negativeLimit(field: YamlValue): SourceFault[] {
  const isNegative = (field.number ?? 0) < 0 || /^-0*(?:\.0*)?[1-9]/.test(storedText(field) ?? '');
  return isNegative ? [{ field, what: 'has a size limit below zero', toDo: 'Write a positive quantity' }] : [];
}

function hostPath(field: YamlValue): readonly SourceFault[] {
  const path = storedText(field);
  if (!path || !hasBackstep(path)) return missing(field);
  return [{ field, what: 'is a `hostPath` with `..` in its path', toDo: 'Write the path without it' }];
}

function nfsPath(field: YamlValue): readonly SourceFault[] {
  const path = storedText(field);
  if (!path || path.startsWith('/')) return missing(field);
  return [{ field, what: 'has a path of `nfs` that is relative', toDo: 'Write an absolute path' }];
}
