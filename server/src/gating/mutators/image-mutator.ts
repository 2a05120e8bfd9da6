import { type AdmissionImage, type AdmissionPod, isUnknown } from '../../admission/admission-pod';
import type { Cause } from '../../cause/cause';
import { sharedBy } from '../../cause/shared';
import type { ImageList } from '../../pod/template';
import type { ContainerAdder } from './container-adder';
import { withContainers } from './with-containers';

/** A policy that changes images during admission. Gates check its results, which only the cluster knows. */
export interface ImageMutator extends ContainerAdder {
  readonly targets: readonly ImageTarget[];
  /** Whether it may apply to a pod, by the kind, namespace and labels of the pod; unknown counts as yes. */
  mayReach(pod: AdmissionPod): boolean;
}

/** The images that it changes. */
export interface ImageTarget {
  /** The list; all lists if absent. */
  readonly list?: ImageList;
  /** The place in the list, 0-based; all places if absent. */
  readonly index?: number;
  /** Whether it applies to a container or volume of this name; to all if absent. */
  isCalled?(container: string): boolean;
}

/**
 * A pod as the gates see it after mutation (Admission Control, phases): images that mutators may change are unknown, and
 * containers that they add are there, too.
 */
export function afterMutation(pod: AdmissionPod, mutators: readonly ImageMutator[]): AdmissionPod {
  const reaching = mutators.filter((mutator) => mutator.mayReach(pod));
  if (reaching.length === 0) return pod;
  const images = pod.images.map((image) => {
    const mutator = isUnknown(image)
      ? undefined
      : reaching.find(({ targets }) => targets.some((target) => isMeant(target, image)));
    return mutator ? { ...image, image: undefined, doubt: mayBeChangedBy(mutator.name) } : image;
  });
  return withContainers({ ...pod, images, hasUnknown: images.some(isUnknown) }, reaching);
}

const mayBeChangedBy = sharedBy((by: string): Cause => ({ kind: 'may-be-changed', by }));

function isMeant({ list, index, isCalled }: ImageTarget, image: AdmissionImage): boolean {
  return (
    (list ?? image.list) === image.list &&
    (index ?? image.index) === image.index &&
    (isCalled?.(image.container) ?? true)
  );
}
