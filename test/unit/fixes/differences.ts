import { parseAllDocuments } from 'yaml';

/** The plain data of each document of a text, read without any code of ours. */
export function dataOf(text: string): unknown[] {
  const options = { version: '1.1', uniqueKeys: false, strict: false, logLevel: 'silent' } as const;
  return parseAllDocuments(text, options).map((document): unknown => document.toJS());
}

/** The last step of the path of a list whose items come in another order. */
export const ORDER = '(order)';

/**
 * The paths at which two values differ, each as `/step/step`, the topmost of what is only in one. The items of a list
 * are told apart by their names where they have some, so that one that moves doesn't change those behind it.
 */
export function differences(a: unknown, b: unknown, path = ''): string[] {
  if (Object.is(a, b)) return [];
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return [path];
  if (Array.isArray(a) !== Array.isArray(b)) return [path];
  if (isOfScalars(a) && isOfScalars(b)) return JSON.stringify(a) === JSON.stringify(b) ? [] : [path];
  const [left, right] = [stepsOf(a), stepsOf(b)];
  const inOrder = (one: typeof left, other: typeof left): string =>
    [...one.keys()].filter((step) => other.has(step)).join();
  const isReordered = Array.isArray(a) && inOrder(left, right) !== inOrder(right, left);
  const items = [...new Set([...left.keys(), ...right.keys()])].flatMap((step) =>
    left.has(step) && right.has(step)
      ? differences(left.get(step), right.get(step), `${path}/${step}`)
      : [`${path}/${step}`],
  );
  return isReordered ? [...items, `${path}/${ORDER}`] : items;
}

/** A short list of words is one value. */
function isOfScalars(list: object): boolean {
  return Array.isArray(list) && list.every((item) => typeof item !== 'object' || item === null);
}

function stepsOf(value: object): Map<string, unknown> {
  if (!Array.isArray(value)) return new Map(Object.entries(value));
  const names = value.map(nameOf);
  const isNamed = !names.includes(undefined) && new Set(names).size === names.length;
  return new Map(value.map((item: unknown, index) => [isNamed ? `@${names[index]}` : String(index), item]));
}

function nameOf(item: unknown): unknown {
  return typeof item === 'object' && item !== null && 'name' in item ? item.name : undefined;
}
