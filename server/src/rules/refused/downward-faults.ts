import type { YamlValue } from '../../manifest/value';
import { filePath, mode, type SourceFault } from './item-faults';
import { isUnset, namedField } from './text';

/** The files of a downward API volume. The API server does not say which of them it means. */
export function downwardFaults(source: YamlValue): readonly SourceFault[] {
  return source
    .get('items')
    .items.flatMap((file) => [
      ...filePath(file.get('path'), namedField(source, 'path')),
      ...mode(file.get('mode'), namedField(source, 'mode')),
      ...content(source, file),
    ]);
}

function content(source: YamlValue, file: YamlValue): SourceFault[] {
  const kinds = ['fieldRef', 'resourceFieldRef'].filter((kind) => !isUnset(file.get(kind)));
  if (kinds.length === 1) return [];
  const field = namedField(source.parent ?? source, source.name ?? '');
  return kinds.length === 0
    ? [
        {
          field,
          at: file,
          isAbsence: true,
          what: 'has a file without a field',
          toDo: 'Write `fieldRef` or `resourceFieldRef`',
        },
      ]
    : [
        {
          field,
          at: file,
          isConflict: true,
          what: 'has a file of two fields',
          toDo: 'Keep `fieldRef` or `resourceFieldRef`',
        },
      ];
}
