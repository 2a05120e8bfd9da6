import type { AdmissionImage, AdmissionObject } from '../../../admission/admission-pod';
import { isArray, isObject, type Json, type JsonObject, jsonAt, replaceAt } from '../../../manifest/json';
import { IMAGE_LISTS, type ImageList } from '../../../pod/template';

/** An object without some of its containers and image volumes, to find those that a policy denies. */
export interface Variants {
  /** Without the empty lists, as the API server writes it. */
  readonly dropping: JsonObject;
  /** With all lists of the object; the same object as `dropping` if no list is empty. */
  readonly keeping: JsonObject;
}

/** Computed once for all policies. */
const variants = new WeakMap<AdmissionObject, Map<string, Variants>>();

/** The object with only one of its images: that image causes a denial. */
export function withOnly(object: AdmissionObject, { list, index }: AdmissionImage): Variants {
  return remembered(object, `${list} ${index}`, (name, position) => name === list && position === index);
}

/** The object without images: no image causes a denial. */
export function withNone(object: AdmissionObject): Variants {
  return remembered(object, 'none', () => false);
}

/** Whether the object keeps the image of a list. */
type Left = (list: ImageList, index: number) => boolean;

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
  const isEmptied = IMAGE_LISTS.some((list) => list !== 'containers' && isEmpty(jsonAt(spec, list)));
  return { keeping, dropping: isEmptied ? variantOf(object, left, (list) => list === 'containers') : keeping };
}

function isEmpty(list: Json | undefined): boolean {
  return isArray(list) && list.length === 0;
}

function variantOf({ data, podSpec }: AdmissionObject, left: Left, isKept: (list: ImageList) => boolean): JsonObject {
  const spec = jsonAt(data, ...podSpec);
  if (!isObject(spec)) return data;
  const lists = IMAGE_LISTS.filter((list) => Object.hasOwn(spec, list)).map((list) => {
    const own = spec[list];
    const items = isArray(own) ? own : [];
    return [list, items.filter((item, index) => isOtherVolume(list, item) || left(list, index))] as const;
  });
  const rest = Object.fromEntries(Object.entries(spec).filter(([key]) => !IMAGE_LISTS.some((list) => list === key)));
  const kept = lists.filter(([list, items]) => items.length > 0 || isKept(list));
  const replaced = replaceAt(data, podSpec, { ...rest, ...Object.fromEntries(kept) });
  return isObject(replaced) ? replaced : data;
}

/** A volume that is no image stays. */
function isOtherVolume(list: ImageList, item: Json): boolean {
  return list === 'volumes' && !isObject(jsonAt(item, 'image'));
}
