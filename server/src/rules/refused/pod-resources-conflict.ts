import type { Pod } from '../../pod/pod';
import { examplePod } from '../example';
import { links } from '../links';
import { containerSubject } from '../subject';
import { type Refusal, refusedRule } from './refused-rule';
import { type Amount, canOvercommit, isHugePages, podResourcesOf, type ResourceLists } from './resource-lists';
import { containerListsOf, totalOf } from './resource-totals';
import { isUnset } from './text';

export const podResourcesConflict = refusedRule({
  id: 'pod-resources-conflict',
  title: 'A pod whose resources are less than those of its containers',
  why: 'The `resources` of a pod are what its containers share. From Kubernetes 1.34 on, the API server refuses a pod that requests less than its containers together, or that is limited to less than one of them. A pod as a whole has no `claims`.',
  fix: "Raise the pod's amount, or lower those of its containers.",
  references: [links.podResources],
  examples: {
    bad: examplePod({
      spec: 'resources:\n  requests:\n    memory: 1Gi # error',
      container: 'resources:\n  requests:\n    memory: 2Gi',
    }),
    good: examplePod({
      spec: 'resources:\n  requests:\n    memory: 2Gi',
      container: 'resources:\n  requests:\n    memory: 2Gi',
    }),
  },

  fields: ['resources'],
  *find(pod, { kubernetesMinor }) {
    const ofPod = podResourcesOf(pod, kubernetesMinor);
    if (!ofPod) return;
    const lists = containerListsOf(pod, kubernetesMinor);
    yield* claims(ofPod);
    yield* belowRequests(ofPod, lists);
    if (pod.resource.kind === 'Pod') yield* limitBelowRequests(ofPod, lists);
    yield* belowHugePages(ofPod, lists);
    yield* belowLimits(ofPod, lists, pod);
  },
});

function* claims({ value }: ResourceLists): Generator<Refusal> {
  const field = value.get('claims');
  if (field.isList && !isUnset(field))
    yield { field, because: 'the pod as a whole has `claims`', toDo: 'Set them in the containers that need them' };
}

function* belowRequests({ requests }: ResourceLists, lists: readonly ResourceLists[]): Generator<Refusal> {
  for (const request of requests) {
    const total = totalOf(lists, 'requests', request.name);
    if (isAbove(total, request)) yield tooLittle(request, 'requests', `together request ${shownAmount(total)} of it`);
  }
}

/** A Pod requests what its containers request together, where it says nothing and has limits. */
function* limitBelowRequests(ofPod: ResourceLists, lists: readonly ResourceLists[]): Generator<Refusal> {
  const requested = new Set(ofPod.requests.map(({ name }) => name));
  const faults = ofPod.limits.filter((limit) => {
    if (requested.has(limit.name) || !canOvercommit(limit.name)) return false;
    return isAbove(totalOf(lists, 'requests', limit.name), limit);
  });
  const [first] = faults;
  if (!first) return;
  const names = faults.map(({ name }) => `\`${name}\``).join(' and ');
  yield {
    field: ofPod.value.get('requests'),
    at: first.value,
    isConflict: true,
    because: `the containers together request more ${names} than the limit of the pod`,
    toDo: "Raise the pod's limit, or lower the requests",
  };
}

function* belowHugePages({ limits }: ResourceLists, lists: readonly ResourceLists[]): Generator<Refusal> {
  for (const limit of limits) {
    if (!isHugePages(limit.name)) continue;
    const total = totalOf(lists, 'limits', limit.name);
    if (isAbove(total, limit)) yield tooLittle(limit, 'is limited to', `together are limited to ${shownAmount(total)}`);
  }
}

function tooLittle({ name, text, value }: Amount, verb: string, containers: string): Refusal {
  return {
    field: value,
    isConflict: true,
    because: `the pod ${verb} ${text} of \`${name}\`, and its containers ${containers}`,
    toDo: "Raise the pod's amount, or lower those of the containers",
  };
}

function* belowLimits(ofPod: ResourceLists, lists: readonly ResourceLists[], { spec }: Pod): Generator<Refusal> {
  const most = new Map(ofPod.limits.map((limit) => [limit.name, limit]));
  for (const { container, limits } of lists) {
    if (container?.list !== 'containers') continue;
    for (const limit of limits) {
      const ofWhole = most.get(limit.name);
      if (!ofWhole || !isAbove(limit.thousandths, ofWhole)) continue;
      yield {
        field: limit.value,
        container,
        isConflict: true,
        because: `${containerSubject(container)} is limited to ${limit.text} of \`${limit.name}\`, and the pod to ${ofWhole.text}`,
        toDo: "Raise the pod's limit, or lower that of the container",
        related: [{ at: ofWhole.value.hasKey ? ofWhole.value : spec, message: 'This is the limit of the pod.' }],
      };
    }
  }
}

function isAbove(amount: bigint | undefined, { thousandths }: Amount): boolean {
  return amount !== undefined && thousandths !== undefined && amount > thousandths;
}

/** An amount in words: in whole units where it is one. */
function shownAmount(thousandths: bigint | undefined): string {
  if (thousandths === undefined) return '';
  return thousandths % 1000n === 0n ? `${thousandths / 1000n}` : `${thousandths}m`;
}
