import { isArray, isObject, type Json, type JsonObject, jsonAt } from '../../../manifest/json';
import type { ContainerList } from '../../../pod/template';
import type { AdmittedObject, GatedImage } from '../../gated-pod';

const LISTS: readonly ContainerList[] = ['initContainers', 'containers', 'ephemeralContainers'];

/** An object without some of its containers, to tell which of them a policy refuses. */
export interface Variants {
  /** Without the lists that have no container left, as the API server writes it. */
  readonly dropping: JsonObject;
  /** With all lists that there were; the same object where no list is emptied. */
  readonly keeping: JsonObject;
}

/** Made once for all policies. */
const variants = new WeakMap<AdmittedObject, Map<string, Variants>>();

/** The object with one of its containers alone: what is refused then is refused because of that one. */
export function withOnly(object: AdmittedObject, { list, index }: GatedImage): Variants {
  return remembered(object, `${list} ${index}`, (name, containers) =>
    name === list && containers[index] !== undefined ? [containers[index]] : [],
  );
}

/** The object without any: what is refused then is no container's fault. */
export function withNone(object: AdmittedObject): Variants {
  return remembered(object, 'none', () => []);
}

type Left = (list: ContainerList, containers: readonly Json[]) => readonly Json[];

function remembered(object: AdmittedObject, key: string, left: Left): Variants {
  const known = variants.get(object) ?? new Map<string, Variants>();
  variants.set(object, known);
  const made = known.get(key) ?? variantsOf(object, left);
  known.set(key, made);
  return made;
}

function variantsOf(object: AdmittedObject, left: Left): Variants {
  const keeping = variantOf(object, left, () => true);
  const spec = jsonAt(keeping, ...object.podSpec);
  const isEmptied = LISTS.some((list) => list !== 'containers' && isEmpty(jsonAt(spec, list)));
  return { keeping, dropping: isEmptied ? variantOf(object, left, (list) => list === 'containers') : keeping };
}

function isEmpty(list: Json | undefined): boolean {
  return isArray(list) && list.length === 0;
}

function variantOf(
  { data, podSpec }: AdmittedObject,
  left: Left,
  isKept: (list: ContainerList) => boolean,
): JsonObject {
  const spec = jsonAt(data, ...podSpec);
  if (!isObject(spec)) return data;
  const lists = LISTS.filter((list) => Object.hasOwn(spec, list)).map((list) => {
    const own = spec[list];
    return [list, left(list, Array.isArray(own) ? own : [])] as const;
  });
  const rest = Object.fromEntries(Object.entries(spec).filter(([key]) => !LISTS.some((list) => list === key)));
  const kept = lists.filter(([list, containers]) => containers.length > 0 || isKept(list));
  const replaced = replaceAt(data, podSpec, { ...rest, ...Object.fromEntries(kept) });
  return isObject(replaced) ? replaced : data;
}

function replaceAt(data: Json, [step, ...rest]: readonly string[], value: Json): Json {
  if (step === undefined) return value;
  return isObject(data) ? { ...data, [step]: replaceAt(data[step] ?? {}, rest, value) } : data;
}
