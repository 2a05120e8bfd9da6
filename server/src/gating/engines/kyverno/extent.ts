import type { Json } from '../../../manifest/json';
import { type Data, isList, isRecord, Unknowable, Unknown } from './unknowable';

/** Characters and values; more than a ConfigMap full of images has, and little enough to be gone through often. */
const MOST_SIZE = 250_000;
/** Deeper than any object of Kubernetes. */
const MOST_DEPTH = 200;

/** How much there is in a value, what it has in several places being counted in each of them. */
export interface Extent {
  readonly size: number;
  readonly depth: number;
  /** The first place in it whose value nobody knows. */
  readonly unknown: Unknown | undefined;
}

/** Values hold each other in many places: without this, each would be gone through once for every way to it. */
const found = new WeakMap<object, Extent>();

/** @throws Unknowable where a value is so large that going through it would take too long */
export function extentOf(data: Data, level = 0): Extent {
  if (typeof data === 'string') return { size: within(data.length + 1), depth: 0, unknown: undefined };
  if (data instanceof Unknown) return { size: 1, depth: 0, unknown: data };
  if (typeof data !== 'object' || data === null) return SCALAR;
  const remembered = found.get(data);
  if (remembered) return remembered;
  const made = add(data, level);
  found.set(data, made);
  return made;
}

/** @throws Unknowable where something in the data is unknown, or it is so large that comparing it would take too long */
export function known(data: Data): Json {
  const { unknown } = extentOf(data);
  if (unknown) throw new Unknowable(unknown.reason);
  // Nothing in it is unknown.
  return data as Json;
}

/** @throws Unknowable where a text or a value of such a size would be too large */
export function within(size: number): number {
  if (size > MOST_SIZE) throw tooLarge();
  return size;
}

/** Adds up values that are put together, so that too many are noticed before all of them are made. */
export class Gauge {
  #size = 0;

  /** @throws Unknowable where it is too much with this one */
  add<T extends Data>(data: T): T {
    this.#size = within(this.#size + extentOf(data).size);
    return data;
  }
}

const SCALAR: Extent = { size: 1, depth: 0, unknown: undefined };

function tooLarge(): Unknowable {
  return new Unknowable('a value that becomes so large is not evaluated here');
}

function add(data: Data, level: number): Extent {
  if (level > MOST_DEPTH) throw tooLarge();
  let [size, depth] = [1, 0];
  let unknown: Unknown | undefined;
  const include = (item: Data): void => {
    const own = extentOf(item, level + 1);
    size = within(size + own.size);
    depth = Math.max(depth, own.depth + 1);
    unknown ??= own.unknown;
  };
  if (isList(data)) for (const item of data) include(item);
  else if (isRecord(data)) {
    for (const key of Object.keys(data)) {
      size += key.length;
      include(data[key] ?? null);
    }
  }
  if (depth > MOST_DEPTH) throw tooLarge();
  return { size, depth, unknown };
}
