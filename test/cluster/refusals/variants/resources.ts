import type { Variant } from '../variant.ts';

type Amounts = Readonly<Record<string, unknown>>;

function resources(rule: string, name: string, requests?: Amounts, limits?: Amounts): Variant {
  return { rule, name, set: { 'container.resources': { ...(requests && { requests }), ...(limits && { limits }) } } };
}

const compared = (resource: string, request: unknown, limit: unknown): Variant =>
  resources(
    'request-above-limit',
    `${request} of ${limit} ${resource}`,
    { [resource]: request, memory: '1Mi' },
    { memory: '1Gi', [resource]: limit },
  );
/** In `requests`: a Pod gets a request for each limit, so that a fault of a limit is also one of a request. */
const amount = (resource: string, quantity: unknown): Variant =>
  resources('invalid-quantity', `${quantity} of ${resource}`, { [resource]: quantity });
const extended = (quantity: unknown): Variant =>
  resources('invalid-quantity', `${quantity} GPUs`, { 'nvidia.com/gpu': quantity }, { 'nvidia.com/gpu': quantity });
const known = (resource: string): Variant =>
  resources(
    'invalid-resource-name',
    resource,
    { [resource]: 1 },
    resource.includes('/') ? { [resource]: 1 } : undefined,
  );
const resizing = (name: string, ...list: readonly unknown[]): Variant => ({
  rule: 'invalid-resize-policy',
  name,
  set: { 'container.resizePolicy': list },
});
const deadline = (activeDeadlineSeconds: unknown): Variant => ({
  rule: 'invalid-active-deadline',
  name: `${activeDeadlineSeconds}`,
  set: { 'spec.activeDeadlineSeconds': activeDeadlineSeconds },
});

const CPU = { resourceName: 'cpu', restartPolicy: 'NotRequired' };
const MEMORY = { resourceName: 'memory', restartPolicy: 'NotRequired' };
const ABOVE = 'request-above-limit';

export const resourceVariants: readonly Variant[] = [
  compared('cpu', 2, 1),
  compared('cpu', '1000m', 1),
  compared('cpu', '1001m', 1),
  compared('cpu', 0.5, '500m'),
  compared('cpu', '2n', '1n'),
  compared('cpu', '1100u', '1m'),
  compared('memory', '1Gi', '1G'),
  compared('memory', '1G', '1Gi'),
  compared('memory', '1e3', '1k'),
  compared('memory', '.5Gi', '512Mi'),
  compared('memory', '9Ei', '8Ei'),
  compared('memory', '1E', '1Ei'),
  compared('ephemeral-storage', '2Gi', '1Gi'),
  compared('nvidia.com/gpu', 1, 2),
  compared('nvidia.com/gpu', 2, 1),
  compared('nvidia.com/gpu', 1, '1000m'),
  compared('hugepages-2Mi', '2Mi', '4Mi'),
  compared('hugepages-2Mi', '4Mi', '4194304'),
  compared('kubernetes.io/batch', 1, 2),
  compared('kubernetes.io/batch', 2, 1),
  resources(ABOVE, 'two of them', { cpu: 2, memory: '2Gi' }, { cpu: 1, memory: '1Gi' }),
  resources(ABOVE, 'another resource', { cpu: 2 }, { memory: '1Gi' }),
  resources(ABOVE, 'a GPU without a limit', { 'nvidia.com/gpu': 1 }),
  resources(ABOVE, 'no GPU without a limit', { 'nvidia.com/gpu': 0 }),
  resources(ABOVE, 'a GPU with a limit alone', undefined, { 'nvidia.com/gpu': 1 }),
  resources(ABOVE, 'huge pages without a limit', { 'hugepages-2Mi': '2Mi', cpu: 1 }),
  resources(ABOVE, 'huge pages alone', undefined, { 'hugepages-2Mi': '2Mi' }),
  resources(ABOVE, 'huge pages and memory', { memory: '1Gi' }, { 'hugepages-2Mi': '2Mi' }),
  resources(ABOVE, 'nothing', {}, {}),

  ...['0', '1', '1.5', '-1', '-1m', '+1', '1e3', '1E', '100n', ' 1 '].map((quantity) => amount('cpu', quantity)),
  ...[0, 1, '0.5', '500m', '1000m', '1k', -1].map(extended),
  ...['0', '2Mi', '3Mi', '4Mi', '-2Mi'].map((quantity) =>
    resources(
      'invalid-quantity',
      `${quantity} of huge pages`,
      { 'hugepages-2Mi': quantity, cpu: 1 },
      { 'hugepages-2Mi': quantity },
    ),
  ),

  ...['cpu', 'memory', 'ephemeral-storage', 'nvidia.com/gpu', 'foo.example.com/Bar_1'].map(known),
  ...['kubernetes.io/batch', 'foo.kubernetes.io/bar'].map(known),
  ...['gpu', 'CPU', 'storage', 'pods', 'requests.cpu', 'cpu ', 'attachable-volumes-foo'].map(known),
  ...['a.com/b/c', 'requests.example.com/gpu', 'Foo.com/bar', 'example.com/', '/gpu', 'example.com/-a'].map(known),

  resizing('one of each', CPU, MEMORY),
  resizing('none'),
  resizing('a resource twice', CPU, CPU),
  resizing('an unknown resource', { ...CPU, resourceName: 'gpu' }),
  resizing('no resource', { restartPolicy: 'NotRequired' }),
  resizing('an unknown policy', { ...CPU, restartPolicy: 'notRequired' }),
  resizing('no policy', { resourceName: 'cpu' }),
  resizing('a restart', MEMORY, { ...CPU, restartPolicy: 'RestartContainer' }),
  {
    ...resizing('a restart in a pod that does not restart'),
    kinds: ['Pod', 'PodTemplate', 'Job', 'CronJob'],
    set: {
      'container.resizePolicy': [{ ...CPU, restartPolicy: 'RestartContainer' }],
      'spec.restartPolicy': 'Never',
    },
  },
  {
    ...resizing('a restart in a pod that restarts after failures'),
    kinds: ['Pod', 'PodTemplate', 'Job', 'CronJob'],
    set: {
      'container.resizePolicy': [{ ...CPU, restartPolicy: 'RestartContainer' }],
      'spec.restartPolicy': 'OnFailure',
    },
  },

  ...[-1, 0, 1, 2_147_483_647, 2_147_483_648, null].map(deadline),
];
