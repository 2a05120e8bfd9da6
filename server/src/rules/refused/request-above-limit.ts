import { examplePod } from '../example';
import { links } from '../links';
import { type Refusal, refusedRule } from './refused-rule';
import { type Amount, canOvercommit, isHugePages, type ResourceLists, resourcesOf } from './resource-lists';

export const requestAboveLimit = refusedRule({
  id: 'request-above-limit',
  title: 'A container that requests more than its limit',
  why: 'A container cannot get more of a resource than its limit, so the API server refuses a larger request. Huge pages, and resources of device plugins such as GPUs, cannot be shared: their request must be the same as their limit, and they must have a limit.',
  fix: 'Raise the limit or lower the request. Set the limit alone for huge pages and GPUs: it is the request, too.',
  references: [links.manageResources],
  examples: {
    bad: examplePod({
      container: 'resources:\n  requests:\n    memory: 2Gi # error\n  limits:\n    memory: 1Gi',
    }),
    good: examplePod({ container: 'resources:\n  requests:\n    memory: 1Gi\n  limits:\n    memory: 1Gi' }),
  },

  fields: ['resources'],
  *find(pod, { kubernetesMinor }) {
    for (const resources of resourcesOf(pod, kubernetesMinor)) {
      yield* excess(resources);
      yield* missingLimit(resources);
      yield* hugePagesAlone(resources);
    }
  },
});

/** The API server names only the list. */
function* excess({ subject, container, value, requests, limits }: ResourceLists): Generator<Refusal> {
  const limitOf = new Map(limits.map((limit) => [limit.name, limit]));
  const faults = requests.flatMap((request) => {
    const limit = limitOf.get(request.name);
    return limit && isWrong(request, limit) ? [{ request, limit }] : [];
  });
  const [first] = faults;
  if (!first) return;
  const clauses = faults.map(
    ({ request: { name, text }, limit }) => `${text} of \`${name}\`, and the limit is ${limit.text}`,
  );
  yield {
    field: value.get('requests'),
    at: first.request.value,
    ...(container && { container }),
    isConflict: true,
    because: `${subject} requests ${clauses.join('; ')}`,
    toDo: faults.every(({ request }) => canOvercommit(request.name))
      ? 'Raise the limit, or lower the request'
      : 'Make them the same',
    related: faults.map(({ request, limit }) => ({
      at: limit.value,
      message: `The limit of ${request.name} is here.`,
    })),
  };
}

function isWrong(request: Amount, limit: Amount): boolean {
  if (request.thousandths === undefined || limit.thousandths === undefined) return false;
  return canOvercommit(request.name)
    ? request.thousandths > limit.thousandths
    : request.thousandths !== limit.thousandths;
}

function* missingLimit({ subject, container, value, requests, limits }: ResourceLists): Generator<Refusal> {
  const limited = new Set(limits.map(({ name }) => name));
  const request = requests.find(({ name }) => !canOvercommit(name) && !limited.has(name));
  if (request)
    yield {
      field: value.get('limits'),
      at: request.value,
      ...(container && { container }),
      isAbsence: true,
      because: `${subject} requests \`${request.name}\` without a limit of it`,
      toDo: 'Set the same limit',
    };
}

function* hugePagesAlone({ subject, container, value, requests, limits }: ResourceLists): Generator<Refusal> {
  const names = [...requests, ...limits].map(({ name }) => name);
  if (!names.some(isHugePages) || names.includes('cpu') || names.includes('memory')) return;
  yield {
    field: value,
    ...(container && { container }),
    isAbsence: true,
    because: `${subject} has huge pages, but no \`cpu\` or \`memory\``,
    toDo: 'Request `cpu` or `memory`, too',
  };
}
