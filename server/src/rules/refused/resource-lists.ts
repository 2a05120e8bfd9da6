import type { YamlValue } from '../../manifest/value';
import type { Container } from '../../pod/container';
import type { Pod } from '../../pod/pod';
import { thousandthsOf } from '../../pod/quantity';
import { containerSubject } from '../subject';
import { literal } from './refused-rule';

/** An amount of a resource that a container or a pod requests, or that it is limited to. */
export interface Amount {
  readonly name: string;
  readonly value: YamlValue;
  /** As it is written; `undefined` if it is unknown. */
  readonly text: string | undefined;
  /** In thousandths; `undefined` if it is unknown, or no quantity. */
  readonly thousandths: bigint | undefined;
}

export interface ResourceLists {
  /** What messages call their owner. */
  readonly subject: string;
  /** `undefined` if these are the resources of the pod as a whole. */
  readonly container: Container | undefined;
  readonly value: YamlValue;
  readonly requests: readonly Amount[];
  readonly limits: readonly Amount[];
}

/** KEP-2837: on by default. Before, the API server drops the resources of a pod as a whole. */
export const FIRST_OF_PODS = 34;

/** What a pod and its containers request, and their limits. Ephemeral containers have none. */
export function* resourcesOf(pod: Pod, minor: number): Generator<ResourceLists> {
  for (const container of pod.containers) {
    const value = container.value.get('resources');
    if (value.isMap && container.list !== 'ephemeralContainers')
      yield { subject: containerSubject(container), container, ...listsOf(value) };
  }
  const ofPod = podResourcesOf(pod, minor);
  if (ofPod) yield ofPod;
}

/** What a pod as a whole requests, and its limits; `undefined` if it has none that the API server looks at. */
export function podResourcesOf({ spec }: Pod, minor: number): ResourceLists | undefined {
  const value = spec.get('resources');
  // Of a pod for Windows, the API server refuses them whatever they are.
  if (minor < FIRST_OF_PODS || !value.isMap || spec.at('os', 'name').string === 'windows') return undefined;
  return { subject: 'the pod', container: undefined, ...listsOf(value) };
}

function listsOf(value: YamlValue): Pick<ResourceLists, 'value' | 'requests' | 'limits'> {
  return { value, requests: amountsOf(value.get('requests')), limits: amountsOf(value.get('limits')) };
}

function amountsOf(list: YamlValue): Amount[] {
  return list.entries.map(({ key: name, value }) => {
    // null is 0 to the API server, but in a patch it removes the amount.
    const text = value.number === undefined ? literal(value) : String(value.number);
    return { name, value, text, thousandths: text === undefined ? undefined : thousandthsOf(text) };
  });
}

const HUGE_PAGES = 'hugepages-';

export function isHugePages(name: string): boolean {
  return name.startsWith(HUGE_PAGES);
}

/** The size of a huge page, in thousandths of a byte. */
export function pageSizeOf(name: string): bigint | undefined {
  return thousandthsOf(name.slice(HUGE_PAGES.length));
}

/** Whether it is not a resource of Kubernetes itself, but of a device plugin, such as `nvidia.com/gpu`. */
export function isExtended(name: string): boolean {
  return name.includes('/') && !name.includes('kubernetes.io/');
}

/** Whether a container can request less than its limit. */
export function canOvercommit(name: string): boolean {
  return !isExtended(name) && !isHugePages(name);
}
