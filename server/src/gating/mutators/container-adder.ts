import type { AdmissionObject, AdmissionPod } from '../../admission/admission-pod';
import type { Answer } from '../../admission/answers';
import type { JsonObject } from '../../manifest/json';
import type { AddedContainer } from '../../pod/added-containers';
import type { ContainerList } from '../../pod/template';

/** A policy that can add containers during admission. */
export interface ContainerAdder {
  /** Its name in messages: `AssignImage/mirror`. */
  readonly name: string;
  /** The containers that it adds where they are missing. */
  readonly adds?: readonly ContainerAddition[];
  /** Whether it changes an object of a pod; unknown if absent. */
  reaches?(object: AdmissionObject, pod: AdmissionPod): Answer;
}

/** A container that a policy adds. */
export interface ContainerAddition {
  readonly list: ContainerList;
  readonly name: string;
  readonly data: JsonObject;
  /** Whether it is added to every object that the policy changes; otherwise to some. */
  readonly isCertain: boolean;
}

/** A container that a patch may add: conditions and anchors of patches are not evaluated. */
export function additionOf({ name, image, what }: AddedContainer): ContainerAddition {
  const data = {
    name,
    ...(image !== undefined && { image }),
    ...(what === 'native sidecar' && { restartPolicy: 'Always' }),
  };
  return { list: what === 'container' ? 'containers' : 'initContainers', name, data, isCertain: false };
}
