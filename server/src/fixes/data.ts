import { own, setOwn } from '../text/own';
import type { PlainValue } from './contents';

/** Keys of maps and indices of lists, from the root of a document. */
export type DataPath = readonly (string | number)[];

/** The value at a path; `undefined` if a part of the path is missing or has another type. */
export function valueAt(root: PlainValue, path: DataPath): PlainValue | undefined {
  return path.reduce<PlainValue | undefined>(childOf, root);
}

/** Sets the value at a path, and creates missing maps on the way. Does nothing if a scalar is on the way. */
export function setValueAt(root: PlainValue, path: DataPath, value: PlainValue): void {
  let at: PlainValue | undefined = root;
  for (const [depth, step] of path.entries()) {
    if (depth === path.length - 1) put(at, step, value);
    else put(at, step, childOf(at, step) ?? {});
    at = childOf(at, step);
  }
}

/** Deletes the value at a path. */
export function deleteValueAt(root: PlainValue, path: DataPath): void {
  const parent = valueAt(root, path.slice(0, -1));
  const last = path.at(-1);
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else if (typeof parent === 'object' && parent !== null) Reflect.deleteProperty(parent, String(last));
}

/** Whether two values are the same as data: the order of keys does not count. */
export function isSameData(one: PlainValue, other: PlainValue): boolean {
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null) return one === other;
  if (Array.isArray(one) || Array.isArray(other)) {
    if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false;
    return one.every((item, index) => isSameData(item, other[index] ?? null));
  }
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every((key) => {
    const [first, second] = [own(one, key), own(other, key)];
    return first !== undefined && second !== undefined && isSameData(first, second);
  });
}

function childOf(parent: PlainValue | undefined, step: string | number): PlainValue | undefined {
  if (Array.isArray(parent)) return parent[Number(step)];
  return typeof parent === 'object' && parent !== null ? own(parent, String(step)) : undefined;
}

function put(parent: PlainValue | undefined, step: string | number, value: PlainValue): void {
  if (Array.isArray(parent)) parent[Number(step)] = value;
  else if (typeof parent === 'object' && parent !== null) setOwn(parent, String(step), value);
}
