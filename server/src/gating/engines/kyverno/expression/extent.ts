import type { Cause } from '../../../../cause/cause';
import { Unknowable, Unknown } from '../../../../cause/unknown';
import type { Json } from '../../../../manifest/json';
import { own } from '../../../../text/own';
import { type Data, isList, isRecord } from './data';

/**
 * Characters and values. The limit is more than a ConfigMap full of images has, and few enough to be traversed often.
 */
const MOST_SIZE = 250_000;
/** Deeper than any Kubernetes object. */
const MOST_DEPTH = 200;

/** The size of a value. A part that occurs in several places counts once for each place. */
export interface Extent {
  readonly size: number;
  readonly depth: number;
  /** The first unknown value in it. */
  readonly unknown: Unknown | undefined;
}

/** Values share parts. Without this cache, a shared part would be traversed once for each path to it. */
const found = new WeakMap<object, Extent>();

/** @throws Unknowable if a value is so large that it takes too long to traverse */
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

/** @throws Unknowable if a part of the data is unknown, or if the data is so large that a comparison takes too long */
export function known(data: Data): Json {
  const { unknown } = extentOf(data);
  if (unknown) return unknown.read();
  // No part of it is unknown.
  return data as Json;
}

/** @throws Unknowable if a text or a value of this size is too large */
export function within(size: number): number {
  if (size > MOST_SIZE) throw tooLarge();
  return size;
}

/** Adds up the sizes of values that are combined, so that an error occurs before all of them are made. */
export class Gauge {
  #size = 0;

  /** @throws Unknowable if the sum with this value is too large */
  add<T extends Data>(data: T): T {
    this.#size = within(this.#size + extentOf(data).size);
    return data;
  }
}

const SCALAR: Extent = { size: 1, depth: 0, unknown: undefined };

function tooLarge(): Unknowable {
  return new Unknowable(TOO_LARGE);
}

const TOO_LARGE: Cause = { kind: 'too-costly', what: 'value' };

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
      include(own(data, key) ?? null);
    }
  }
  if (depth > MOST_DEPTH) throw tooLarge();
  return { size, depth, unknown };
}
