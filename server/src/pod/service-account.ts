import type { YamlValue } from '../manifest/value';
import type { Container } from './container';
import type { Pod } from './pod';

/** The account that a pod runs as, and where that is written. */
export interface PodServiceAccount {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly value: YamlValue;
}

const TOKEN_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';

/** `default` where the pod names none (API reference, PodSpec.serviceAccountName); `serviceAccount` is its old name. */
export function serviceAccountOf({ spec, resource }: Pod): PodServiceAccount {
  const own = spec.get('serviceAccountName');
  const value = own.exists ? own : spec.get('serviceAccount');
  return { name: value.string ?? 'default', namespace: resource.namespace, value };
}

/**
 * Whether containers get the token of the pod's account: the pod's word beats the account's, and the default is yes
 * (Configure service accounts for pods, "Opt out of API credential automounting"). A token can also be projected.
 */
export function hasServiceAccountToken(pod: Pod, accountAutomounts: boolean | undefined): boolean {
  return isAutomounted(pod, accountAutomounts) || projectedTokens(pod).length > 0;
}

/** Whether the kubelet mounts the token into every container. */
export function isAutomounted({ spec }: Pod, accountAutomounts: boolean | undefined): boolean {
  return spec.get('automountServiceAccountToken').boolean ?? accountAutomounts ?? true;
}

/** The volumes that the pod itself projects a token into. */
export function projectedTokens(pod: Pod): string[] {
  return pod.volumes
    .filter(({ value }) =>
      value.at('projected', 'sources').items.some((source) => source.get('serviceAccountToken').exists),
    )
    .map(({ name }) => name);
}

/** Whether a container mounts something of its own where the token would be, and so doesn't get it. */
export function hidesToken({ mounts }: Container): boolean {
  return mounts.some(({ path }) => path.replace(/\/+$/, '') === TOKEN_FOLDER);
}
