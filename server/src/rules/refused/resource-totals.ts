import type { Pod } from '../../pod/pod';
import { type Amount, type ResourceLists, resourcesOf } from './resource-lists';

/** The lists of the containers of a pod, with the requests that the API server adds to a Pod, but to no template. */
export function containerListsOf(pod: Pod, minor: number): readonly ResourceLists[] {
  const lists = [...resourcesOf(pod, minor)].filter(({ container }) => container);
  return pod.resource.kind === 'Pod' ? lists.map(withLimitsAsRequests) : lists;
}

function withLimitsAsRequests(lists: ResourceLists): ResourceLists {
  const requested = new Set(lists.requests.map(({ name }) => name));
  return { ...lists, requests: [...lists.requests, ...lists.limits.filter(({ name }) => !requested.has(name))] };
}

/**
 * What the containers of a pod need of a resource at the same time, in thousandths; `undefined` if none needs it, or an amount is
 * unknown. Each init container runs beside the native sidecars before it (KEP-753, "Resources calculation").
 */
export function totalOf(
  lists: readonly ResourceLists[],
  which: 'requests' | 'limits',
  name: string,
): bigint | undefined {
  const amounts = lists.flatMap(({ container, ...of }) => {
    const amount = of[which].find((one) => one.name === name);
    return container && amount ? [{ container, amount }] : [];
  });
  if (amounts.length === 0 || amounts.some(({ amount }) => !isPlain(amount))) return undefined;
  let [running, sidecars, most] = [0n, 0n, 0n];
  for (const { container, amount } of amounts) {
    const { thousandths = 0n } = amount;
    const isInit = container.list === 'initContainers';
    const runsOn = !isInit || container.value.get('restartPolicy').string === 'Always';
    if (runsOn) running += thousandths;
    if (runsOn && isInit) sidecars += thousandths;
    const beside = runsOn ? sidecars : sidecars + thousandths;
    if (isInit && beside > most) most = beside;
  }
  return running > most ? running : most;
}

function isPlain({ thousandths }: Amount): boolean {
  return thousandths !== undefined;
}
