import type { Write } from '../../fixes/steps';
import type { YamlValue } from '../../manifest/value';
import type { Container } from '../../pod/container';
import type { Pod } from '../../pod/pod';
import { appArmorAnnotation, seccompAnnotation } from '../../pod/profile-annotations';
import type { Fix } from '../rule';
import { writeValues } from './control';

/** The words of annotations for the field `type: RuntimeDefault`. */
const IN_ANNOTATION = 'runtime/default';
const OLD_IN_ANNOTATION = 'docker/default';

/** Sets the seccomp profile of the pod or of a container, with an annotation that would contradict it. */
export function useSeccompDefault(pod: Pod, type: YamlValue, container?: Container): Fix {
  const annotation = seccompAnnotation(pod, container);
  const isSaid = annotation.string === IN_ANNOTATION || annotation.string === OLD_IN_ANNOTATION;
  return use(pod, container, [type], annotation.isSet && !isSaid ? [annotation] : [], 'system calls');
}

/** Sets the AppArmor profile of a container where it is set: in its field, in its annotation, or in both. */
export function useAppArmorDefault(pod: Pod, type: YamlValue, container: Container): Fix {
  return use(pod, container, type.isSet ? [type] : [], appArmorAnnotations(pod, [container]), 'actions');
}

/** Sets the AppArmor profile of the pod, with the annotations of containers that have no field of their own. */
export function useAppArmorDefaultForPod(pod: Pod, type: YamlValue): Fix {
  const heirs = pod.containers.filter(({ value }) => !value.at('securityContext', 'appArmorProfile').isSet);
  return use(pod, undefined, [type], appArmorAnnotations(pod, heirs), 'actions');
}

function appArmorAnnotations(pod: Pod, containers: readonly Container[]): YamlValue[] {
  return containers
    .map((container) => appArmorAnnotation(pod, container))
    .filter((annotation) => annotation.isSet && annotation.string !== IN_ANNOTATION);
}

function use(
  pod: Pod,
  container: Container | undefined,
  fields: readonly YamlValue[],
  annotations: readonly YamlValue[],
  denied: string,
): Fix {
  const writes: Write[] = [
    ...fields.map((field): Write => [field, 'RuntimeDefault']),
    ...annotations.map((annotation): Write => [annotation, IN_ANNOTATION]),
  ];
  const who = container ? '' : ' for the pod';
  const where = fields.length > 0 && annotations.length > 0 ? ', in its field and its annotation' : '';
  const needs = container ? 'the program needs' : 'a program needs';
  return writeValues(pod, writes, `Use the RuntimeDefault profile${who}${where} (it can deny ${denied} that ${needs})`);
}
