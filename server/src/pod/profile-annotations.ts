import type { YamlValue } from '../manifest/value';
import type { Container } from './container';
import type { Pod } from './pod';

// Before there were fields, profiles were annotations. The API server refuses a pod in which both say different things
// (core validation, `validateSeccompAnnotationsAndFields` and its sibling for AppArmor).

export const APP_ARMOR_PREFIX = 'container.apparmor.security.beta.kubernetes.io/';
const SECCOMP_OF_POD = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP_PREFIX = 'container.seccomp.security.alpha.kubernetes.io/';

/** The annotation with the AppArmor profile of a container. */
export function appArmorAnnotation({ metadata }: Pod, { name = '' }: Container): YamlValue {
  return metadata.get('annotations').get(APP_ARMOR_PREFIX + name);
}

/** The annotation with the seccomp profile of a container or, without one, of the pod. */
export function seccompAnnotation({ metadata }: Pod, container?: Container): YamlValue {
  return metadata.get('annotations').get(container ? SECCOMP_PREFIX + (container.name ?? '') : SECCOMP_OF_POD);
}
