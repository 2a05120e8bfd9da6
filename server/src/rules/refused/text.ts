import type { YamlValue } from '../../manifest/value';
import { oneLine } from '../../text/saying';
import { literal } from './refused-rule';

/** The text of a field, to the API server: a field that is missing or null is an empty text. `undefined` if it is unknown. */
export function storedText(field: YamlValue): string | undefined {
  return isUnset(field) ? '' : literal(field);
}

/** Whether a field is missing, null or an empty text, which are the same to the API server. */
export function isUnset({ node, parent }: YamlValue): boolean {
  if (node) return node.kind === 'scalar' && (node.value === null || node.value === '');
  // What is no map has no fields. The API server can't decode it, which is another fault.
  return !parent?.exists || parent.isMap || isUnset(parent);
}

/** The part of a pod to show for a field: the field itself if it is written, else the item of a list that lacks it. */
export function shown(field: YamlValue): YamlValue {
  return field.hasKey || !field.parent ? field : field.parent;
}

/** Foreign text in a message. */
export function inCode(text: string): string {
  return `\`${oneLine(text, LONGEST)}\``;
}

/** In code points: enough to recognize a name or a path. */
const LONGEST = 100;
