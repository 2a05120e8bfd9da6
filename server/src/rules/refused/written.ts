import type { YamlValue } from '../../manifest/value';

/** A type of a field. Where a value has another type, the API server cannot read the object at all. */
export type FieldType = 'boolean' | 'number' | 'text' | 'map' | 'list';

/** Whether a field has a value of its type. `null` is none. */
export function isWritten(value: YamlValue, type: FieldType): boolean {
  switch (type) {
    case 'boolean':
      return value.boolean !== undefined;
    case 'number':
      return value.number !== undefined;
    case 'text':
      return value.string !== undefined;
    case 'map':
      return value.isMap && !value.isExpression;
    case 'list':
      return value.isList;
  }
}
