import type { YamlValue } from '../../manifest/value';
import type { Container } from '../../pod/container';
import type { Pod } from '../../pod/pod';
import { examplePod } from '../example';
import { anyOf } from '../in-words';
import { links } from '../links';
import { containerSubject } from '../subject';
import { decodedItems } from './decoded';
import { literal, type Refusal, refusedRule } from './refused-rule';

/** The first Kubernetes 1.x release that keeps the field (KEP-1287, beta), and the first that is strict with init containers. */
const [RESIZE_SINCE, STRICT_SINCE] = [33, 36];
const RESOURCES = ['cpu', 'memory'];
const POLICIES = ['NotRequired', 'RestartContainer'];

export const invalidResizePolicy = refusedRule({
  id: 'invalid-resize-policy',
  title: 'A resize policy that a container cannot have',
  why: 'The API server refuses a `resizePolicy` with a resource twice, with an unknown resource or policy, and one that restarts a container that cannot restart: in a pod with `restartPolicy: Never`, or an init container that is no native sidecar.',
  fix: 'Write each of `cpu` and `memory` at most once, with `restartPolicy: NotRequired` or, where containers restart, `RestartContainer`.',
  references: [links.resizeResources],
  examples: {
    bad: examplePod({
      spec: 'restartPolicy: Never',
      container: 'resizePolicy:\n  - resourceName: memory\n    restartPolicy: RestartContainer # error',
    }),
    good: examplePod({
      spec: 'restartPolicy: Never',
      container: 'resizePolicy:\n  - resourceName: memory\n    restartPolicy: NotRequired',
    }),
  },

  fields: ['resizePolicy'],
  *find(pod, { kubernetesMinor }) {
    if (kubernetesMinor < RESIZE_SINCE) return;
    for (const container of pod.containers) {
      const list = container.value.get('resizePolicy');
      if (container.list === 'ephemeralContainers' || list.items.length === 0) continue;
      yield* duplicates(list, container);
      // The API server names only the list.
      const fault = faultOf(list, container, pod);
      if (fault) yield fault;
      if (container.role === 'init' && kubernetesMinor >= STRICT_SINCE) yield* restartsInit(list, container);
    }
  },
});

function* duplicates(list: YamlValue, container: Container): Generator<Refusal> {
  const known = new Map<string, YamlValue>();
  for (const item of decodedItems(list)) {
    const name = literal(item.get('resourceName'));
    if (name === undefined) continue;
    const first = known.get(name);
    if (!first) known.set(name, item);
    else
      yield {
        field: item,
        at: item.get('resourceName'),
        container,
        isConflict: true,
        because: `${containerSubject(container)} has two resize policies for \`${name}\``,
        toDo: 'Keep one of them',
        related: [{ at: first.get('resourceName'), message: 'The other one is here.' }],
      };
  }
}

function faultOf(list: YamlValue, container: Container, pod: Pod): Refusal | undefined {
  const subject = `a resize policy of ${containerSubject(container)}`;
  const isNever = pod.spec.get('restartPolicy').string === 'Never';
  for (const item of decodedItems(list)) {
    for (const [name, words] of [['resourceName', RESOURCES] as const, ['restartPolicy', POLICIES] as const]) {
      const at = item.get(name);
      const word = at.isSet ? literal(at) : '';
      if (word === undefined || words.includes(word)) continue;
      return {
        field: list,
        at: at.isSet ? at : item,
        container,
        isAbsence: !at.isSet,
        because: `${subject} has ${word === '' ? `no \`${name}\`` : `\`${name}: ${word}\``}`,
        toDo: `Write ${anyOf(words)}`,
      };
    }
    if (isNever && item.get('restartPolicy').string === 'RestartContainer')
      return {
        field: list,
        at: item.get('restartPolicy'),
        container,
        isConflict: true,
        because: `${subject} restarts it, but the pod has \`restartPolicy: Never\``,
        toDo: 'Write `NotRequired`, or let the pod restart its containers',
      };
  }
  return undefined;
}

function* restartsInit(list: YamlValue, container: Container): Generator<Refusal> {
  const policy = container.value.get('restartPolicy');
  if (policy.isSet && literal(policy) === undefined) return;
  for (const item of decodedItems(list)) {
    const field = item.get('restartPolicy');
    if (field.string === 'RestartContainer')
      yield {
        field,
        container,
        isAbsence: !policy.isSet,
        because: `a resize policy restarts ${containerSubject(container)}, which is no native sidecar`,
        toDo: 'Write `NotRequired`',
      };
  }
}
