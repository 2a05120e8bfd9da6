import type { YamlValue } from '../../manifest/value';
import type { Pod } from '../../pod/pod';
import { decodedInteger } from './decoded';
import { storedText } from './text';

/** The first Kubernetes 1.x release that leaves templates as they are: before, their ports got host ports as those of pods do. */
const ONLY_PODS_SINCE = 28;

/** A port of the node, as the API server compares them. */
export interface HostPort {
  readonly number: number;
  readonly protocol: string;
  /** It is the same for the same port of the node. */
  readonly key: string;
}

/** The port of the node that a port of a container has, written or by default; `undefined` if there is none, or it is unknown. */
export function hostPortOf(port: YamlValue, pod: Pod, kubernetesMinor: number): HostPort | undefined {
  const number = numberOf(port, pod, kubernetesMinor);
  const protocol = storedText(port.get('protocol'));
  const address = storedText(port.get('hostIP'));
  if (!number || protocol === undefined || address === undefined) return undefined;
  return { number, protocol: protocol || 'TCP', key: `${protocol || 'TCP'}/${address}/${number}` };
}

function numberOf(port: YamlValue, { spec, resource }: Pod, kubernetesMinor: number): number | undefined {
  const written = port.get('hostPort');
  const number = decodedInteger(written);
  if (number || (written.isSet && number === undefined)) return number;
  const isFilledIn = resource.kind === 'Pod' || kubernetesMinor < ONLY_PODS_SINCE;
  const isOnNode = isFilledIn && spec.get('hostNetwork').boolean === true;
  return isOnNode ? decodedInteger(port.get('containerPort')) : undefined;
}
