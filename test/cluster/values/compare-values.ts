import { isArray, isObject, type Json } from '../../../server/src/manifest/json';

/** A value that is written, and that the server has otherwise. */
export interface Difference {
  /** Such as `spec.containers[0].image`. */
  readonly path: string;
  readonly ours: Json;
  readonly server: Json | undefined;
}

/**
 * The values of a manifest that the server read otherwise. What it adds, such as defaults, counts for nothing.
 * @param unknown the fields that it doesn't know, as its warnings name them
 */
export function differencesIn(
  ours: Json,
  server: Json | undefined,
  unknown: ReadonlySet<string>,
  path = '',
): Difference[] {
  if (unknown.has(path)) return [];
  if (server === undefined || server === null) return isLeftOut(ours) ? [] : [{ path, ours, server }];
  if (isObject(ours) && isObject(server)) {
    return Object.entries(ours).flatMap(([key, value]) =>
      differencesIn(value, server[key], unknown, path === '' ? key : `${path}.${key}`),
    );
  }
  if (isArray(ours) && isArray(server)) {
    const isWhole = server.length >= ours.length && server.slice(ours.length).every(isOfAccount);
    if (isWhole)
      return ours.flatMap((value, index) => differencesIn(value, server[index], unknown, `${path}[${index}]`));
  }
  return isSame(ours, server) ? [] : [{ path, ours, server }];
}

/** A pod's volume with the token of its account, or a mount of it, which the server adds behind the written ones. */
function isOfAccount(item: Json): boolean {
  return isObject(item) && String(item.name).startsWith('kube-api-access-');
}

/** What the server doesn't say again: nothing is there, or the value that a missing one has. */
function isLeftOut(value: Json): boolean {
  if (isArray(value)) return value.length === 0;
  if (isObject(value)) return Object.values(value).every(isLeftOut);
  return value === null || value === false || value === 0 || value === '';
}

function isSame(ours: Json, server: Json): boolean {
  if (ours === server) return true;
  // In a map of strings, nothing is the empty string.
  if (ours === null) return server === '';
  const [written, stored] = [amountOf(ours), amountOf(server)];
  return written !== undefined && stored !== undefined && Math.abs(written - stored) <= Math.abs(stored) * ROUNDING;
}

const ROUNDING = 1e-9;
const SUFFIXES: Readonly<Record<string, number>> = {
  ...{ n: 1e-9, u: 1e-6, m: 1e-3, '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18 },
  ...{ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60 },
};

/** A quantity as a number: the server writes `0.5` as `500m`. */
function amountOf(value: Json): number | undefined {
  const [, digits = '', suffix = ''] = /^([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)([a-zA-Z]*)$/.exec(String(value)) ?? [];
  const size = SUFFIXES[suffix];
  return digits === '' || size === undefined ? undefined : Number(digits) * size;
}
