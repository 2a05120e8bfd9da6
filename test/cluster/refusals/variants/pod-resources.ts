import type { Variant } from '../variant.ts';

type Amounts = Readonly<Record<string, unknown>>;

interface Lists {
  readonly requests?: Amounts;
  readonly limits?: Amounts;
  readonly claims?: unknown;
}

/** Resources of the pod, of both its containers, and of its init container and its native sidecar. */
function shared(name: string, pod: unknown, both?: Lists, setup?: Lists, proxy?: Lists): Variant {
  return {
    rule: 'pod-resources-conflict',
    name,
    set: {
      'spec.resources': pod,
      ...(both && { 'spec.containers.0.resources': both, 'spec.containers.1.resources': both }),
      ...(setup && { 'spec.initContainers.0.resources': setup }),
      ...(proxy && { 'spec.initContainers.1.resources': proxy }),
    },
  };
}
const requests = (amounts: Amounts): Lists => ({ requests: amounts });
const limits = (amounts: Amounts): Lists => ({ limits: amounts });

const alone: readonly [string, unknown][] = [
  ['nothing', {}],
  ['null', null],
  ['empty lists', { requests: {}, limits: {} }],
  ['no claims', { claims: [] }],
  ['claims that are null', { claims: null }],
  ['a claim', { claims: [{ name: 'gpu' }] }],
  ['a request', requests({ cpu: 1, memory: '1Gi' })],
  ['a limit', limits({ cpu: 1, memory: '1Gi' })],
  ['a request above the limit', { requests: { cpu: 2 }, limits: { cpu: 1 } }],
  ['a request below the limit', { requests: { cpu: 1 }, limits: { cpu: 2 } }],
  ['two requests above limits', { requests: { cpu: 2, memory: 2 }, limits: { cpu: 1, memory: 1 } }],
  ['a negative amount', requests({ cpu: -1 })],
  ['a wrong unit', requests({ memory: '1GB' })],
  ['storage', requests({ 'ephemeral-storage': '1Gi' })],
  ['a GPU', limits({ 'nvidia.com/gpu': 1 })],
  ['an unknown resource', requests({ gpu: 1 })],
  ['a wrong resource', requests({ 'a.com/b/c': 1 })],
  ['huge pages alone', limits({ 'hugepages-2Mi': '4Mi' })],
  ['huge pages and memory', limits({ 'hugepages-2Mi': '4Mi', memory: '1Gi' })],
  ['huge pages without a limit', requests({ 'hugepages-2Mi': '4Mi', memory: '1Gi' })],
  [
    'a part of a huge page',
    { requests: { 'hugepages-2Mi': '3Mi' }, limits: { 'hugepages-2Mi': '3Mi', memory: '1Gi' } },
  ],
];

const HUGE = { 'hugepages-2Mi': '4Mi', memory: '1Gi' };

export const podResources: readonly Variant[] = [
  ...alone.map(([name, lists]) => shared(name, lists)),
  {
    ...shared('of a pod for Windows', requests({ cpu: -1 })),
    set: { 'spec.resources': {}, 'spec.os': { name: 'windows' } },
  },
  shared('less than two requests', requests({ cpu: 1 }), requests({ cpu: '501m' })),
  shared('as much as two requests', requests({ cpu: 1 }), requests({ cpu: '500m' })),
  shared('less of two resources', requests({ cpu: 1, memory: 1 }), requests({ cpu: 1, memory: 1 })),
  shared('requests of other resources', requests({ cpu: 1 }), requests({ memory: '1Gi' })),
  shared('less than two limits', requests({ cpu: 1 }), limits({ cpu: 1 })),
  shared('limits as low as two limits', limits({ cpu: 1 }), limits({ cpu: 1 })),
  shared('limits as high as both limits', limits({ cpu: 2 }), limits({ cpu: 1 })),
  shared('a limit below each limit', limits({ cpu: 1 }), { requests: { cpu: '1m' }, limits: { cpu: 2 } }),
  shared('a limit below requests', limits({ cpu: 1 }), requests({ cpu: 1 })),
  shared('limits below requests of two resources', limits({ cpu: 1, memory: 1 }), requests({ cpu: 1, memory: 1 })),
  shared('a limit below requests, and a request', { requests: { cpu: 1 }, limits: { cpu: 1 } }, requests({ cpu: 1 })),
  shared('less than an init container', requests({ cpu: 1 }), undefined, requests({ cpu: 2 })),
  shared('a limit below that of an init container', limits({ cpu: 1 }), undefined, {
    requests: { cpu: 0 },
    limits: { cpu: 2 },
  }),
  shared('less than a native sidecar', requests({ cpu: 1 }), undefined, undefined, requests({ cpu: 2 })),
  shared('a limit below a native sidecar', limits({ cpu: 1 }), undefined, undefined, {
    requests: { cpu: 0 },
    limits: { cpu: 2 },
  }),
  shared(
    'as much as the larger phase',
    requests({ cpu: 3 }),
    requests({ cpu: 1 }),
    requests({ cpu: 3 }),
    requests({ cpu: 1 }),
  ),
  shared(
    'less than the later phase',
    requests({ cpu: 2 }),
    requests({ cpu: 1 }),
    requests({ cpu: 2 }),
    requests({ cpu: 1 }),
  ),
  shared(
    'huge pages below those of containers',
    { requests: { 'hugepages-2Mi': '4Mi' }, limits: { 'hugepages-2Mi': '4Mi', cpu: 1 } },
    limits(HUGE),
  ),
  shared('huge pages as those of containers', { limits: { 'hugepages-2Mi': '8Mi', cpu: 1 } }, limits(HUGE)),
  shared('huge pages of containers alone', limits({ cpu: 1 }), limits(HUGE)),
  shared('requested huge pages of containers', requests({ 'hugepages-2Mi': '8Mi', cpu: 1 }), limits(HUGE)),
  shared('storage of containers', requests({ cpu: 1 }), requests({ 'ephemeral-storage': '1Gi' })),
  shared('nothing above containers', {}, requests({ cpu: 1 })),
];
