import { isArray, isObject, type Json, jsonAt, replaceAt } from '../manifest/json';
import { imageField } from '../pod/template';
import type { AdmissionImage, AdmissionObject, AdmissionPod } from './admission-pod';

/**
 * The same pod with other images.
 * @param images the replacement of each image; nothing for an image that stays
 */
export function withImages(pod: AdmissionPod, images: readonly (string | undefined)[]): AdmissionPod {
  return {
    ...pod,
    images: pod.images.map((image, index) => ({ ...image, image: images[index] ?? image.image })),
    objects: pod.objects.map((object) => withImagesIn(object, pod.images, images)),
  };
}

function withImagesIn(
  object: AdmissionObject,
  owners: readonly AdmissionImage[],
  images: readonly (string | undefined)[],
): AdmissionObject {
  const data = owners.reduce<Json>((so, { list, index }, position) => {
    const image = images[position];
    const lists = jsonAt(so, ...object.podSpec, list);
    const own = jsonAt(lists, index);
    if (image === undefined || !isArray(lists) || !isObject(own)) return so;
    const changed = replaceAt(own, imageField(list), image);
    return replaceAt(so, [...object.podSpec, list], lists.with(index, changed));
  }, object.data);
  return { ...object, data: isObject(data) ? data : object.data };
}
