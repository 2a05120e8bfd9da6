import type { YamlValue } from '../manifest/value';
import { isToBeReplaced } from '../text/placeholder';

/** Whether another tool or a person fills in a value or a part of it, so that it is unknown. */
export function isUnknownValue(value: YamlValue): boolean {
  if (value.isExpression) return true;
  if (value.isList) return value.items.some(isUnknownValue);
  const { label } = value;
  return label !== undefined && isToBeReplaced(label);
}

/** The same of a value or of anything in it. Security contexts, for which this is, are small. */
export function hasUnknownValue(value: YamlValue): boolean {
  return isUnknownValue(value) || [...value.items, ...value.entries.map((entry) => entry.value)].some(hasUnknownValue);
}
