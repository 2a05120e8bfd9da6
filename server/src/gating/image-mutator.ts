import type { ContainerList } from '../pod/template';
import { type GatedImage, type GatedPod, isUnknown } from './gated-pod';

/** A policy that changes images while pods are admitted: gates are asked about what it leaves, which only the cluster knows. */
export interface ImageMutator {
  /** What to call it: `AssignImage/mirror`. */
  readonly name: string;
  readonly targets: readonly ImageTarget[];
  /** Whether it may be asked about a pod, by the pod's kind, namespace and labels; what isn't known counts as a yes. */
  mayReach(pod: GatedPod): boolean;
}

/** The images that it changes. */
export interface ImageTarget {
  /** All lists where it isn't given. */
  readonly list?: ContainerList;
  /** The place in the list, 0-based; all where it isn't given. */
  readonly index?: number;
  /** Whether it is about a container of this name; all where it isn't given. */
  isCalled?(container: string): boolean;
}

/**
 * A pod as the gates see it after what may change images first (Admission Control, phases): what is changed is unknown.
 */
export function afterMutation(pod: GatedPod, mutators: readonly ImageMutator[]): GatedPod {
  const reaching = mutators.filter((mutator) => mutator.mayReach(pod));
  if (reaching.length === 0) return pod;
  const images = pod.images.map((image) => {
    const mutator = isUnknown(image)
      ? undefined
      : reaching.find(({ targets }) => targets.some((target) => isMeant(target, image)));
    return mutator ? { ...image, image: undefined, doubt: `${mutator.name} may change the image first` } : image;
  });
  return { ...pod, images, hasUnknown: images.some(isUnknown) };
}

function isMeant({ list, index, isCalled }: ImageTarget, image: GatedImage): boolean {
  return (
    (list ?? image.list) === image.list &&
    (index ?? image.index) === image.index &&
    (isCalled?.(image.container) ?? true)
  );
}
