import { removeEntry } from '../../fixes/remove-entry';
import { securityContext } from '../../pod/privilege';
import { examplePod, privilegedPod } from '../example';
import { links } from '../links';
import { standardsFor } from '../permissions/pod-security';
import { containerSubject } from '../subject';
import { refusedRule } from './refused-rule';

export const escalationConflict = refusedRule({
  id: 'escalation-conflict',
  title: 'A privileged container that forbids privilege escalation',
  why: '`allowPrivilegeEscalation: false` contradicts `privileged: true` and the capability `CAP_SYS_ADMIN`, so the API server refuses a pod with both.',
  fix: 'Remove the privilege. If the container needs it, remove `allowPrivilegeEscalation: false`.',
  references: [links.securityContext, links.restrictContainers],
  examples: {
    bad: privilegedPod({
      container:
        'securityContext:\n  allowPrivilegeEscalation: false # error\n  capabilities:\n    drop: [ALL]\n    add: [CAP_SYS_ADMIN]',
    }),
    good: examplePod({
      container: 'securityContext:\n  allowPrivilegeEscalation: false\n  capabilities:\n    drop: [ALL]',
    }),
  },

  fields: ['allowPrivilegeEscalation'],
  *find(pod, { podSecurity, kubernetesMinor }) {
    for (const container of pod.containers) {
      const context = securityContext(container);
      const escalation = context.get('allowPrivilegeEscalation');
      if (escalation.boolean !== false) continue;
      const privileged = context.get('privileged');
      // The API server's validation knows the capability only with its prefix.
      const admin = context.at('capabilities', 'add').items.find(({ string }) => string === 'CAP_SYS_ADMIN');
      const cause = privileged.boolean === true ? privileged : admin;
      if (!cause) continue;
      const privilege = cause === privileged ? 'privileged: true' : 'CAP_SYS_ADMIN';
      const isRestricted = standardsFor(podSecurity(pod), 'restricted', kubernetesMinor).length > 0;
      yield {
        field: context,
        at: escalation,
        container,
        isConflict: true,
        because: `${containerSubject(container)} sets both \`${privilege}\` and \`allowPrivilegeEscalation: false\``,
        toDo: 'Remove one of them',
        related: [{ at: cause, message: 'This field gives the privilege.' }],
        // The restricted level requires `allowPrivilegeEscalation: false`.
        fixes: isRestricted
          ? []
          : [
              {
                title: 'Remove allowPrivilegeEscalation: false (the container keeps its privileges)',
                isPreferred: false,
                change: () => removeEntry(pod.resource.document, escalation),
              },
            ],
      };
    }
  },
});
