import type { YamlValue } from '../../manifest/value';
import { faultOfSubPath } from './path';
import type { Refusal } from './refused-rule';
import { isUnset, shown, storedText } from './text';

/** A fault in the source of a volume. */
export interface SourceFault extends Pick<Refusal, 'field' | 'at' | 'span' | 'isAbsence' | 'isConflict' | 'toDo'> {
  /** A predicate of the volume: `has no …`. */
  readonly what: string;
}

/** A text that the source needs. */
export function missing(field: YamlValue, named = field): readonly SourceFault[] {
  if (!isUnset(field)) return NONE;
  return [
    {
      field: named,
      at: shown(field),
      ...(!field.hasKey && { span: field.parent?.keySpan }),
      isAbsence: true,
      what: `needs \`${field.name}\` in its source`,
      toDo: 'Write it',
    },
  ];
}

/** The mode of a file, as permission bits. */
export function mode(field: YamlValue, named = field): readonly SourceFault[] {
  const { number = 0 } = field;
  if (number >= 0 && number <= 0o777) return NONE;
  return [
    {
      field: named,
      at: field,
      what: `has a file mode (\`${field.name}\`) beyond 0777`,
      toDo: 'Write a mode from 0 to 0777',
    },
  ];
}

/** A path in a volume of files. */
export function filePath(field: YamlValue, named = field): readonly SourceFault[] {
  const path = storedText(field);
  if (path === undefined) return NONE;
  if (path === '') return missing(field, named);
  const fault = faultOfSubPath(path) ?? (path.startsWith('..') ? 'begins with `..`' : undefined);
  if (fault === undefined) return NONE;
  return [
    { field: named, at: field, what: `has a file whose path ${fault}`, toDo: 'Write a relative path in the volume' },
  ];
}

/** The keys of a secret or config map that become files. */
export function itemFaults(source: YamlValue): readonly SourceFault[] {
  return source
    .get('items')
    .items.flatMap((item) => [...missing(item.get('key')), ...filePath(item.get('path')), ...mode(item.get('mode'))]);
}

const NONE: readonly never[] = [];
