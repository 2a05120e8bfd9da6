import type { ContainerList } from '../pod/template';
import type { GatedImage, GatedPod } from './gated-pod';

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

/** The first of some mutators that may change an image of a pod that they may reach. */
export function mutatorOf(image: GatedImage, reaching: readonly ImageMutator[]): ImageMutator | undefined {
  return reaching.find(({ targets }) => targets.some((target) => isMeant(target, image)));
}

function isMeant({ list, index, isCalled }: ImageTarget, image: GatedImage): boolean {
  return (
    (list ?? image.list) === image.list &&
    (index ?? image.index) === image.index &&
    (isCalled?.(image.container) ?? true)
  );
}
