import type { YamlValue } from '../manifest/value';
import type { Answer } from './answers';

/** The texts of a list, with their places. */
export interface TextList {
  readonly items: readonly { readonly text: string; readonly at: YamlValue }[];
  /** False if an item is a template expression or has another type: it can't be compared. */
  readonly isWhole: boolean;
}

/** The texts of a list. A missing list has no texts. */
export function textsIn(list: YamlValue): TextList {
  const items = list.items.flatMap((at) => (at.string === undefined ? [] : [{ text: at.string, at }]));
  return { items, isWhole: !isNoList(list) && items.length === list.items.length };
}

/** Whether a text meets a condition. If a part of the list can't be read, the answer is never no. */
export function oneIs({ items, isWhole }: TextList, met: (text: string) => boolean): Answer {
  if (items.some(({ text }) => met(text))) return 'yes';
  return isWhole ? 'no' : 'unknown';
}

/** Whether a value is a template expression, or is not a map. */
export function isNoMap(value: YamlValue): boolean {
  if (!value.isMap) return value.isList || value.label !== undefined;
  return value.isExpression;
}

/** Whether a value exists and is not a list. */
export function isNoList(value: YamlValue): boolean {
  return value.isMap || value.label !== undefined;
}

/** Whether a value exists and is not readable text. */
export function isNoText(value: YamlValue): boolean {
  return value.isMap || value.isList || (value.label !== undefined && value.string === undefined);
}
