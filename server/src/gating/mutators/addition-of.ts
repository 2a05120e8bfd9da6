import type { AddedContainer } from '../../pod/added-containers';
import type { ContainerAddition } from './image-mutator';

/** A container that a patch may add: conditions and anchors of patches are not evaluated. */
export function additionOf({ name, image, what }: AddedContainer): ContainerAddition {
  const data = {
    name,
    ...(image !== undefined && { image }),
    ...(what === 'native sidecar' && { restartPolicy: 'Always' }),
  };
  return { list: what === 'container' ? 'containers' : 'initContainers', name, data, isCertain: false };
}
