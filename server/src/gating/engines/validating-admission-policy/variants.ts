import type { AdmissionImage, AdmissionObject } from '../../../admission/admission-pod';
import { isArray, isObject, type Json, type JsonObject, jsonAt, replaceAt } from '../../../manifest/json';
import { CONTAINER_LISTS, type ContainerList } from '../../../pod/template';

/** An object without some of its containers, to find those that a policy denies. */
export interface Variants {
  /** Without the empty lists of containers, as the API server writes it. */
  readonly dropping: JsonObject;
  /** With all lists of the object; the same object as `dropping` if no list is empty. */
  readonly keeping: JsonObject;
}

/** Computed once for all policies. */
const variants = new WeakMap<AdmissionObject, Map<string, Variants>>();

/** The object with only one of its containers: that container causes a denial. */
export function withOnly(object: AdmissionObject, { list, index }: AdmissionImage): Variants {
  return remembered(object, `${list} ${index}`, (name, containers) =>
    name === list && containers[index] !== undefined ? [containers[index]] : [],
  );
}

/** The object without containers: no container causes a denial. */
export function withNone(object: AdmissionObject): Variants {
  return remembered(object, 'none', () => []);
}

type Left = (list: ContainerList, containers: readonly Json[]) => readonly Json[];

function remembered(object: AdmissionObject, key: string, left: Left): Variants {
  const known = variants.get(object) ?? new Map<string, Variants>();
  variants.set(object, known);
  const made = known.get(key) ?? variantsOf(object, left);
  known.set(key, made);
  return made;
}

function variantsOf(object: AdmissionObject, left: Left): Variants {
  const keeping = variantOf(object, left, () => true);
  const spec = jsonAt(keeping, ...object.podSpec);
  const isEmptied = CONTAINER_LISTS.some((list) => list !== 'containers' && isEmpty(jsonAt(spec, list)));
  return { keeping, dropping: isEmptied ? variantOf(object, left, (list) => list === 'containers') : keeping };
}

function isEmpty(list: Json | undefined): boolean {
  return isArray(list) && list.length === 0;
}

function variantOf(
  { data, podSpec }: AdmissionObject,
  left: Left,
  isKept: (list: ContainerList) => boolean,
): JsonObject {
  const spec = jsonAt(data, ...podSpec);
  if (!isObject(spec)) return data;
  const lists = CONTAINER_LISTS.filter((list) => Object.hasOwn(spec, list)).map((list) => {
    const own = spec[list];
    return [list, left(list, Array.isArray(own) ? own : [])] as const;
  });
  const rest = Object.fromEntries(
    Object.entries(spec).filter(([key]) => !CONTAINER_LISTS.some((list) => list === key)),
  );
  const kept = lists.filter(([list, containers]) => containers.length > 0 || isKept(list));
  const replaced = replaceAt(data, podSpec, { ...rest, ...Object.fromEntries(kept) });
  return isObject(replaced) ? replaced : data;
}
