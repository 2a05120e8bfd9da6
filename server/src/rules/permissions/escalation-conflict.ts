import { removeEntry } from '../../fixes/remove-entry';
import { securityContext } from '../../pod/privilege';
import { examplePod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';
import { standardsFor } from './pod-security';

export const escalationConflict: Rule = {
  id: 'escalation-conflict',
  category: 'permissions',
  severity: 'error',
  title: 'A container that may not gain privileges has them all already',
  why: '`allowPrivilegeEscalation: false` beside `privileged: true` or `CAP_SYS_ADMIN` contradicts itself, and the API server refuses it. Spelled `SYS_ADMIN`, it is accepted, and the promise is empty.',
  fix: 'Take the privilege away, or the promise.',
  references: [links.securityContext, links.restrictContainers],
  examples: {
    bad: `apiVersion: v1
kind: Namespace
metadata:
  name: nodes
  labels:
    pod-security.kubernetes.io/enforce: privileged
---
${examplePod({
  metadata: 'namespace: nodes',
  container:
    'securityContext:\n  allowPrivilegeEscalation: false # error\n  capabilities:\n    drop: [ALL]\n    add: [CAP_SYS_ADMIN]',
})}`,
    good: examplePod({
      container: 'securityContext:\n  allowPrivilegeEscalation: false\n  capabilities:\n    drop: [ALL]',
    }),
  },

  *container(container, pod, { podSecurity, kubernetesMinor }) {
    const context = securityContext(container);
    const escalation = context.get('allowPrivilegeEscalation');
    if (escalation.boolean !== false) return;
    const privileged = context.get('privileged');
    const added = context.at('capabilities', 'add').items;
    const admin =
      added.find(({ string }) => string === 'CAP_SYS_ADMIN') ?? added.find(({ string }) => string === 'SYS_ADMIN');
    const cause = privileged.boolean === true ? privileged : admin;
    if (!cause) return;
    // The API server's validation knows the capability only with its prefix.
    const isRefused = cause.string !== 'SYS_ADMIN';
    const isRestricted = standardsFor(podSecurity(pod), 'restricted', kubernetesMinor).length > 0;
    const power = cause === privileged ? 'is privileged' : `has ${cause.string}`;
    yield {
      at: escalation,
      severity: isRefused ? 'error' : 'warning',
      message: `"${container.label}" may not gain privileges but ${power}${
        isRefused ? ', and the API server refuses that' : ', which leaves nothing to gain'
      }. Take the privilege away, or the promise.`,
      related: [{ at: cause, message: 'This is the privilege.' }],
      // Where the restricted level holds, the promise must stay.
      fixes: isRestricted
        ? []
        : [
            {
              title: 'Remove allowPrivilegeEscalation: false (it keeps its privileges)',
              isPreferred: false,
              change: () => removeEntry(pod.resource.document, escalation),
            },
          ],
    };
  },
};
