import { removeEntry } from '../../fixes/remove-entry';
import { securityContext } from '../../pod/privilege';
import { examplePod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';
import { containerSubject } from '../subject';
import { standardsFor } from './pod-security';

export const escalationConflict: Rule = {
  id: 'escalation-conflict',
  category: 'permissions',
  severity: 'error',
  title: 'A privileged container that forbids privilege escalation',
  why: '`allowPrivilegeEscalation: false` contradicts `privileged: true` and the capability `CAP_SYS_ADMIN`, so the API server refuses a pod with both. It accepts `SYS_ADMIN` without the prefix, but then `allowPrivilegeEscalation: false` protects nothing: the container has the privileges already.',
  fix: 'Remove the privilege. If the container needs it, remove `allowPrivilegeEscalation: false`.',
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

  fields: ['allowPrivilegeEscalation'],
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
    const privilege = cause === privileged ? 'privileged: true' : cause.string;
    const name = containerSubject(container);
    yield {
      at: escalation,
      severity: isRefused ? 'error' : 'warning',
      message: isRefused
        ? `Refused by the API server: ${name} sets both \`${privilege}\` and \`allowPrivilegeEscalation: false\`. Remove one of them.`
        : `No protection: ${name} has \`${privilege}\`, so \`allowPrivilegeEscalation: false\` has no effect. Remove \`${privilege}\`.`,
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
  },
};
