import { removeEntry } from '../../fixes/remove-entry';
import type { Pod } from '../../pod/pod';
import { privilegedPod } from '../example';
import { links } from '../links';
import { containerSubject } from '../subject';
import { type Refusal, refusedRule } from './refused-rule';

/** Before, the API server drops `hostUsers` (feature `UserNamespacesSupport`). */
const USER_NAMESPACES_SINCE = 33;
const DEVICES_REFUSED_SINCE = 34;
const OF_NODE = ['hostNetwork', 'hostPID', 'hostIPC'];

export const conflictingNamespaces = refusedRule({
  id: 'conflicting-namespaces',
  title: 'A pod with namespaces that exclude each other',
  why: 'Root in a user namespace (`hostUsers: false`) is no root on the node, so it cannot use the namespaces of the node and its block devices. The processes of a pod are in one process namespace: with `hostPID`, it is that of the node. The API server refuses a pod that asks for both.',
  fix: 'Remove one of the two fields.',
  references: [links.userNamespaces],
  examples: {
    bad: privilegedPod({ spec: 'hostUsers: false\nhostNetwork: true # error' }),
    good: privilegedPod({ spec: 'hostUsers: false' }),
  },

  fields: ['hostUsers', 'shareProcessNamespace'],
  *find(pod, { kubernetesMinor }) {
    const { spec } = pod;
    if (spec.get('hostPID').boolean === true) yield* sharedProcesses(pod);
    if (kubernetesMinor < USER_NAMESPACES_SINCE || spec.get('hostUsers').boolean !== false) return;
    for (const name of OF_NODE) {
      const field = spec.get(name);
      if (field.boolean === true) {
        const because = `\`${name}: true\` contradicts \`hostUsers: false\``;
        yield { field, isConflict: true, because, toDo: 'Remove one of them' };
      }
    }
    if (kubernetesMinor >= DEVICES_REFUSED_SINCE) yield* blockDevices(pod);
  },
});

function* sharedProcesses({ spec, resource }: Pod): Generator<Refusal> {
  const field = spec.get('shareProcessNamespace');
  if (field.boolean !== true) return;
  yield {
    field,
    isConflict: true,
    because: '`shareProcessNamespace: true` contradicts `hostPID: true`',
    toDo: 'Remove `hostPID`, or remove `shareProcessNamespace`',
    fixes: [
      {
        title: 'Remove shareProcessNamespace (with hostPID, all containers see the processes of the node)',
        isPreferred: false,
        change: () => removeEntry(resource.document, field),
      },
    ],
  };
}

function* blockDevices({ containers }: Pod): Generator<Refusal> {
  for (const container of containers) {
    const field = container.value.get('volumeDevices');
    if (field.items.length === 0) continue;
    const because = `${containerSubject(container)} uses block devices, which \`hostUsers: false\` excludes`;
    yield { field, container, isConflict: true, because, toDo: 'Remove `volumeDevices` or `hostUsers: false`' };
  }
}
