import { privilegedPod } from '../example';
import { links } from '../links';
import { containerSubject } from '../subject';
import { refusedRule } from './refused-rule';

/** Before, the API server replaces `Unmasked` with `Default` (feature `ProcMountType`). */
const SINCE = 33;

export const unmaskedWithoutUserNamespace = refusedRule({
  id: 'unmasked-without-user-namespace',
  title: 'An unmasked /proc in a pod without a user namespace',
  why: '`procMount: Unmasked` shows the container all of `/proc`, for containers inside of containers. Only in a user namespace does that not give power over the node, so the API server refuses it in other pods.',
  fix: 'Set `hostUsers: false`, or remove `procMount`.',
  references: [links.userNamespaces],
  examples: {
    bad: privilegedPod({ container: 'securityContext:\n  procMount: Unmasked # error' }),
    good: privilegedPod({ spec: 'hostUsers: false', container: 'securityContext:\n  procMount: Unmasked' }),
  },

  fields: ['procMount'],
  *find({ spec, containers }, { kubernetesMinor }) {
    const hostUsers = spec.get('hostUsers');
    if (kubernetesMinor < SINCE || hostUsers.boolean === false) return;
    for (const container of containers) {
      const field = container.value.at('securityContext', 'procMount');
      if (field.string !== 'Unmasked') continue;
      yield {
        field,
        container,
        ...(hostUsers.boolean === true ? { isConflict: true } : { isAbsence: true }),
        because: `${containerSubject(container)} has \`procMount: Unmasked\`, which needs \`hostUsers: false\``,
        toDo: 'Set `hostUsers: false` for the pod, or remove `procMount`',
      };
    }
  },
});
