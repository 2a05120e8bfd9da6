import { isArray, type Json, jsonAt } from '../manifest/json';
import type { Container } from '../pod/container';
import type { Pod } from '../pod/pod';
import type { ContainerList } from '../pod/template';
import { admissionPath } from './admission-path';
import type { AdmittedObject } from './admitted-object';
import { isPlaceholder } from './image-reference';

export type { AdmittedObject } from './admitted-object';
export { fullName } from './full-name';

/** The namespace that a pod goes to. */
export interface GatedNamespace {
  readonly name: string;
  /** `undefined` where the workspace doesn't have its manifest. */
  readonly manifest:
    | {
        readonly labels: Readonly<Record<string, string>>;
        readonly annotations: Readonly<Record<string, string>>;
      }
    | undefined;
}

/** An image of a pod, in the words of the manifest after what kustomizations make of it. */
export interface GatedImage {
  readonly list: ContainerList;
  /** The container's place in its list, 0-based. */
  readonly index: number;
  readonly container: string;
  /** As it is written; `undefined` where there is none yet: a placeholder, or a template's expression. */
  readonly written: string | undefined;
  /** As gates see it; `undefined` where there is none yet, or where only the cluster knows it. */
  readonly image: string | undefined;
  /** Why only the cluster knows what gates see, as a clause. */
  readonly doubt?: string;
}

/** A pod as the admission of a cluster sees it come. */
export interface GatedPod {
  /** `undefined` where the manifest leaves it to whoever applies it. */
  readonly namespace: GatedNamespace | undefined;
  readonly images: readonly GatedImage[];
  /**
   * The workload, what controllers make of it, and last the pod itself; none where the manifest can't be read as a whole
   * or has expressions of a template in it, so that nobody knows what will be admitted.
   */
  readonly objects: readonly AdmittedObject[];
  /** Whether gates see an image that isn't known. */
  readonly hasUnknown: boolean;
  /** Equal for pods whose objects are of the same kinds and whose images are in the same lists. */
  readonly shape: string;
}

/**
 * The pod as admission sees it. Argo's and Tekton's pods are put together by their controllers, but from these containers.
 * @param images the image of each container, after kustomizations
 */
export function toGatedPod(
  pod: Pod,
  namespace: GatedNamespace | undefined,
  images: readonly (string | undefined)[],
): GatedPod {
  const objects = admissionPath(pod, namespace?.name, images);
  const kinds = objects.map(({ group, version, kind }) => `${group}/${version} ${kind}`);
  const gated = pod.containers.map((container, at) => toGatedImage(container, images[at]));
  const shape = [...kinds, ...pod.containers.map(({ list }) => list)].join();
  return { namespace, images: gated, objects, hasUnknown: gated.some(isUnknown), shape };
}

/** Whether gates see an image that isn't known. */
export function isUnknown({ image }: GatedImage): boolean {
  return image === undefined;
}

function toGatedImage({ list, index, label }: Container, image: string | undefined): GatedImage {
  const isThere = image !== undefined && !isPlaceholder(image);
  const written = isThere ? image : undefined;
  return { list, index, container: label, written, image: written };
}

/** The containers of a pod's spec as data: each list, which may be missing. */
export function containersIn(spec: Json | undefined, list: ContainerList): readonly Json[] {
  const found = jsonAt(spec, list);
  return isArray(found) ? found : [];
}
