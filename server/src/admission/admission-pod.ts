import type { Cause } from '../cause/cause';
import { isStandIn } from '../image/image-reference';
import { isArray, type Json, jsonAt } from '../manifest/json';
import type { Pod } from '../pod/pod';
import type { PodImage } from '../pod/pod-image';
import type { ImageList } from '../pod/template';
import type { AdmissionObject } from './admission-object';
import { admissionPath } from './admission-path';

export { fullName } from '../image/full-name';
export type { AdmissionObject } from './admission-object';

/** The namespace of a pod. */
export interface AdmissionNamespace {
  readonly name: string;
  /** `undefined` if its manifest is not in the workspace. */
  readonly manifest:
    | {
        readonly labels: Readonly<Record<string, string>>;
        readonly annotations: Readonly<Record<string, string>>;
      }
    | undefined;
}

/** An image of a pod, after kustomizations. */
export interface AdmissionImage {
  readonly list: ImageList;
  /** The index of the container or volume in its list, 0-based. */
  readonly index: number;
  /** The name of the container or volume. */
  readonly container: string;
  /** As the manifest writes it; `undefined` for a placeholder or a template expression. */
  readonly written: string | undefined;
  /** As gates see it; `undefined` if there is none yet, or if only the cluster knows it. */
  readonly image: string | undefined;
  /** Why only the cluster knows the image that gates see. */
  readonly doubt?: Cause;
}

/** The image of a container that a policy adds. */
export interface AddedImage {
  /** The policy, in messages. */
  readonly by: string;
  readonly image: AdmissionImage;
  /** Whether the policy adds it; otherwise it may. */
  readonly isCertain: boolean;
}

/** A pod as admission sees it. */
export interface AdmissionPod {
  /** `undefined` if the manifest does not set it. */
  readonly namespace: AdmissionNamespace | undefined;
  readonly images: readonly AdmissionImage[];
  /**
   * The workload, the objects that controllers create from it, and last the pod. Empty if a part of the manifest can't be
   * read, or if it has template expressions: the admitted objects are not known then.
   */
  readonly objects: readonly AdmissionObject[];
  /** Whether one of the images that gates see is unknown. */
  readonly hasUnknown: boolean;
  /** The pod with the containers that policies add to it before gates are asked. */
  readonly added?: {
    /** Its images are those of the pod itself, and behind them those of the added containers. */
    readonly pod: AdmissionPod;
    readonly containers: readonly AddedImage[];
  };
  /** Equal for pods whose objects have the same kinds and whose images are in the same lists. */
  readonly shape: string;
}

/**
 * The pod as admission sees it. The controllers of Argo and Tekton assemble their pods, but from these containers.
 * @param images each of `Pod.images`, after kustomizations
 */
export function toAdmissionPod(
  pod: Pod,
  namespace: AdmissionNamespace | undefined,
  images: readonly (string | undefined)[],
): AdmissionPod {
  const objects = admissionPath(pod, namespace?.name, images);
  const kinds = objects.map(({ group, version, kind }) => `${group}/${version} ${kind}`);
  const gated = pod.images.map((image, index) => toAdmissionImage(image, images[index]));
  const shape = [...kinds, ...gated.map(({ list }) => list)].join();
  return { namespace, images: gated, objects, hasUnknown: gated.some(isUnknown), shape };
}

/** Whether the image that gates see is unknown. */
export function isUnknown({ image }: AdmissionImage): boolean {
  return image === undefined;
}

function toAdmissionImage({ list, index, label }: PodImage, image: string | undefined): AdmissionImage {
  // Blanks in an image are a mistake, which the API server takes as it is in a workload; they are no placeholders.
  const isThere = image !== undefined && !isStandIn(image);
  const written = isThere ? image : undefined;
  return { list, index, container: label, written, image: written };
}

/** A list of a pod spec, as data. Empty if the list is missing. */
export function itemsIn(spec: Json | undefined, list: ImageList): readonly Json[] {
  const found = jsonAt(spec, list);
  return isArray(found) ? found : [];
}
