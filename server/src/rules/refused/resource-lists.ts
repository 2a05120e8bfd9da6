import type { YamlValue } from '../../manifest/value';
import type { Container } from '../../pod/container';
import type { Pod } from '../../pod/pod';
import { thousandthsOf } from '../../pod/quantity';
import { literal } from './refused-rule';

/** An amount of a resource that a container requests, or that it is limited to. */
export interface Amount {
  readonly name: string;
  readonly value: YamlValue;
  /** As it is written; `undefined` if it is unknown. */
  readonly text: string | undefined;
  /** In thousandths; `undefined` if it is unknown, or no quantity. */
  readonly thousandths: bigint | undefined;
}

export interface ContainerResources {
  readonly container: Container;
  readonly value: YamlValue;
  readonly requests: readonly Amount[];
  readonly limits: readonly Amount[];
}

/** What the containers of a pod request, and their limits. Ephemeral containers have none. */
export function* resourcesOf(pod: Pod): Generator<ContainerResources> {
  for (const container of pod.containers) {
    const value = container.value.get('resources');
    if (!value.isMap || container.list === 'ephemeralContainers') continue;
    const [requests, limits] = [amountsOf(value.get('requests')), amountsOf(value.get('limits'))];
    yield { container, value, requests, limits };
  }
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
