import type { YamlValue } from '../manifest/value';
import type { Container } from './container';
import { withoutSlash } from './mount-path';
import type { Pod } from './pod';
import { isUnknownValue } from './unknown-value';

/** The service account of a pod, and the field that sets it. */
export interface PodServiceAccount {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly value: YamlValue;
}

const TOKEN_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';

/** `default` if the pod sets none (API reference, PodSpec.serviceAccountName). `serviceAccount` is the old name of the field. */
export function serviceAccountOf({ spec, resource }: Pod): PodServiceAccount {
  const own = spec.get('serviceAccountName');
  const value = own.isSet ? own : spec.get('serviceAccount');
  return { name: value.string ?? 'default', namespace: resource.namespace, value };
}

/**
 * Whether containers get the token of the pod's service account: the pod overrides the service account, and the default is
 * yes (Configure service accounts for pods, "Opt out of API credential automounting"). A token can also be projected.
 */
export function hasServiceAccountToken(pod: Pod, accountAutomounts: boolean | undefined): boolean {
  return isAutomounted(pod, accountAutomounts) || projectedTokens(pod).length > 0;
}

/** Whether the kubelet mounts the token into every container, as far as that is known. */
export function isAutomounted({ spec }: Pod, accountAutomounts: boolean | undefined): boolean {
  const own = spec.get('automountServiceAccountToken');
  return !isUnknownValue(own) && (own.boolean ?? accountAutomounts ?? true);
}

/** Whether a container gets a token: that of the kubelet, or one in a volume of the pod that it mounts. */
export function getsToken(pod: Pod, container: Container, accountAutomounts: boolean | undefined): boolean {
  const projected = projectedTokens(pod);
  return (
    (isAutomounted(pod, accountAutomounts) && !hidesToken(container)) ||
    container.mounts.some(({ volume }) => projected.includes(volume))
  );
}

/** The volumes into which the pod itself projects a token. */
function projectedTokens(pod: Pod): string[] {
  return pod.volumes
    .filter(({ value }) =>
      value.at('projected', 'sources').items.some((source) => source.get('serviceAccountToken').isSet),
    )
    .map(({ name }) => name);
}

/** Whether a container mounts another volume at the path of the token, and so doesn't get the token. */
export function hidesToken({ mounts }: Container): boolean {
  return mounts.some(({ path }) => withoutSlash(path) === TOKEN_FOLDER);
}

/** Whether a container is known to ask the API server itself, so that it needs the token. */
export function needsToken({ known }: Container): boolean {
  return known?.sidecar.needs?.token === true && (known.origin === 'publisher' || known.origin === 'mirror');
}
