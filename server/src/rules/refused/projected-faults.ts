import type { YamlValue } from '../../manifest/value';
import { downwardFaults } from './downward-faults';
import { filePath, itemFaults, missing, type SourceFault } from './item-faults';
import { isUnset, namedField, storedText } from './text';

/** The sources of a projected volume. */
export function projectedFaults(projected: YamlValue): readonly SourceFault[] {
  const sources = projected.get('sources').items;
  return [...sources.flatMap((source) => faultsOf(projected, source)), ...repeatedPaths(projected, sources)];
}

function faultsOf(projected: YamlValue, source: YamlValue): readonly SourceFault[] {
  const [secret, configMap, downward, token] = [
    source.get('secret'),
    source.get('configMap'),
    source.get('downwardAPI'),
    source.get('serviceAccountToken'),
  ];
  return [
    ...[secret, configMap].flatMap((one) => (isUnset(one) ? [] : [...missing(one.get('name')), ...itemFaults(one)])),
    ...(isUnset(downward) ? [] : downwardFaults(downward)),
    ...(isUnset(token) ? [] : tokenFaults(projected, token)),
  ];
}

function tokenFaults(projected: YamlValue, token: YamlValue): readonly SourceFault[] {
  const field = token.get('expirationSeconds');
  const { number = SHORTEST } = field;
  return [
    ...(number < SHORTEST
      ? [{ field, what: 'has a token for less than ten minutes', toDo: `Write \`${SHORTEST}\` or more seconds` }]
      : []),
    ...filePath(token.get('path'), namedField(projected, 'path')),
  ];
}

/** In seconds. */
const SHORTEST = 600;

/** Two files at one path. The API server names the whole volume. Files of tokens are not compared. */
function repeatedPaths(projected: YamlValue, sources: readonly YamlValue[]): SourceFault[] {
  const known = new Set<string>();
  return sources
    .flatMap((source) => ['secret', 'configMap', 'downwardAPI'].flatMap((kind) => source.at(kind, 'items').items))
    .flatMap((item): SourceFault[] => {
      const at = item.get('path');
      const path = storedText(at);
      if (!path) return [];
      if (!known.has(path)) {
        known.add(path);
        return [];
      }
      const field = namedField(projected.parent ?? projected, projected.name ?? '');
      return [
        { field, at, isConflict: true, what: 'has two files at one path', toDo: 'Give each file a path of its own' },
      ];
    });
}
