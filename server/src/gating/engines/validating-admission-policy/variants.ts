import { isObject, type Json, type JsonObject, jsonAt } from '../../../manifest/json';
import type { ContainerList } from '../../../pod/template';
import type { AdmittedObject, GatedImage } from '../../gated-pod';

const LISTS: readonly ContainerList[] = ['initContainers', 'containers', 'ephemeralContainers'];

/** Made once for all policies. */
const variants = new WeakMap<AdmittedObject, Map<string, JsonObject>>();

/** The object with one of its containers alone: what is refused then is refused because of that one. */
export function withOnly(object: AdmittedObject, { list, index }: GatedImage): JsonObject {
  const known = variants.get(object) ?? new Map<string, JsonObject>();
  variants.set(object, known);
  const key = `${list} ${index}`;
  const made = known.get(key) ?? variantOf(object, list, index);
  known.set(key, made);
  return made;
}

function variantOf({ data, podSpec }: AdmittedObject, list: ContainerList, index: number): JsonObject {
  const spec = jsonAt(data, ...podSpec);
  if (!isObject(spec)) return data;
  const own = jsonAt(spec, list, index);
  // A list that is there stays there: policies may count on it.
  const lists = LISTS.filter((name) => name in spec).map((name): [string, Json] => [
    name,
    name === list && own !== undefined ? [own] : [],
  ]);
  const replaced = replaceAt(data, podSpec, { ...spec, ...Object.fromEntries(lists) });
  return isObject(replaced) ? replaced : data;
}

function replaceAt(data: Json, [step, ...rest]: readonly string[], value: Json): Json {
  if (step === undefined) return value;
  return isObject(data) ? { ...data, [step]: replaceAt(data[step] ?? {}, rest, value) } : data;
}
