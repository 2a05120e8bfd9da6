import { setValue } from '../../fixes/set-value';
import type { YamlValue } from '../../manifest/value';
import type { Container } from '../../pod/container';
import type { Pod } from '../../pod/pod';
import { privilegedPod } from '../example';
import { links } from '../links';
import { containerSubject } from '../subject';
import { type Refusal, refusedRule } from './refused-rule';

interface HostProcess {
  readonly container: Container;
  /** What its container says; else what the pod says holds. */
  readonly own: YamlValue;
  readonly isHostProcess: boolean;
}

export const hostProcessConflict = refusedRule({
  id: 'host-process-conflict',
  title: 'A HostProcess pod that is not one as a whole',
  why: 'HostProcess containers run as processes of a Windows node, and use its network. The API server refuses a pod in which only some containers are HostProcess containers, in which pod and container disagree, or which lacks `hostNetwork: true`.',
  fix: 'Set `hostProcess` only in the security context of the pod, and `hostNetwork: true` with it.',
  references: [links.windowsHostProcess],
  examples: {
    bad: privilegedPod({ spec: 'securityContext:\n  windowsOptions:\n    hostProcess: true # error' }),
    good: privilegedPod({ spec: 'hostNetwork: true\nsecurityContext:\n  windowsOptions:\n    hostProcess: true' }),
  },

  fields: ['hostProcess'],
  *find(pod) {
    const ofPod = pod.spec.at('securityContext', 'windowsOptions', 'hostProcess');
    const containers = pod.containers.map((container): HostProcess => {
      const own = container.value.at('securityContext', 'windowsOptions', 'hostProcess');
      return { container, own, isHostProcess: (own.boolean ?? ofPod.boolean) === true };
    });
    for (const { container, own } of containers)
      if (ofPod.boolean !== undefined && own.boolean !== undefined && own.boolean !== ofPod.boolean)
        yield {
          field: own,
          container,
          isConflict: true,
          because: `${containerSubject(container)} has \`hostProcess: ${own.boolean}\`, the pod \`hostProcess: ${ofPod.boolean}\``,
          toDo: 'Set it only for the pod',
          related: [{ at: ofPod, message: 'The pod says otherwise.' }],
        };
    const first = containers.find(({ isHostProcess }) => isHostProcess);
    if (!first) return;
    const at = first.own.boolean === undefined ? ofPod : first.own;
    yield* mixed(pod, containers, at);
    yield* withoutHostNetwork(pod, at);
  },
});

function* mixed({ spec }: Pod, containers: readonly HostProcess[], at: YamlValue): Generator<Refusal> {
  const others = containers.filter(({ isHostProcess }) => !isHostProcess);
  const [other] = others;
  if (!other) return;
  // What a container lacks can be in another file.
  const isAbsence = others.some(({ own }) => own.boolean === undefined);
  yield {
    field: spec,
    at,
    isAbsence,
    isConflict: true,
    because: `${containerSubject(other.container)} is no HostProcess container, but another container is one`,
    toDo: 'Make all of them HostProcess containers, or none',
    related: [{ at: other.container.nameValue, message: 'This container is not a HostProcess container.' }],
  };
}

function* withoutHostNetwork({ spec, resource }: Pod, at: YamlValue): Generator<Refusal> {
  const field = spec.get('hostNetwork');
  if (field.boolean === true) return;
  yield {
    field,
    ...(field.boolean === undefined && { at }),
    ...(field.boolean === undefined ? { isAbsence: true } : { isConflict: true }),
    because: 'HostProcess containers need `hostNetwork: true`',
    toDo: 'Set it, or remove `hostProcess`',
    fixes: [
      {
        title: 'Set hostNetwork: true (HostProcess containers use the network of the node)',
        isPreferred: false,
        change: () => setValue(resource.document, field, true),
      },
    ],
  };
}
