import type { YamlValue } from '../manifest/value';
import type { Answer } from './gate';

/** The texts of a list with their places. */
export interface TextList {
  readonly items: readonly { readonly text: string; readonly at: YamlValue }[];
  /** Whether these are all: an item that a template fills in, or of another type, can't be compared. */
  readonly isWhole: boolean;
}

/** The texts of a list; of a list that isn't there, none. */
export function textsIn(list: YamlValue): TextList {
  const items = list.items.flatMap((at) => (at.string === undefined ? [] : [{ text: at.string, at }]));
  return { items, isWhole: !isNoList(list) && items.length === list.items.length };
}

/** Whether one of the texts is as wanted; a list that can't be read whole never gives a no. */
export function oneIs({ items, isWhole }: TextList, met: (text: string) => boolean): Answer {
  if (items.some(({ text }) => met(text))) return 'yes';
  return isWhole ? 'no' : 'unknown';
}

/** Whether a template still has to fill a map in, or something else than a map stands there. */
export function isNoMap(value: YamlValue): boolean {
  if (!value.isMap) return value.isList || value.label !== undefined;
  // To YAML, `{{ .Values.match }}` is a map with a map for its key.
  const { node } = value;
  return value.keys.size === 0 && node !== undefined && 'items' in node && node.items.length > 0;
}

/** Whether something stands where a list should be, but no list. */
export function isNoList(value: YamlValue): boolean {
  return value.isMap || value.label !== undefined;
}

/** Whether something stands where a text should be, but no text that can be read. */
export function isNoText(value: YamlValue): boolean {
  return value.isMap || value.isList || (value.label !== undefined && value.string === undefined);
}
