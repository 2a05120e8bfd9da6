import { securityContext } from '../../pod/privilege';
import { privilegedPod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';
import { containerSubject } from '../subject';

export const ineffectiveEscalationBan: Rule = {
  id: 'ineffective-escalation-ban',
  category: 'permissions',
  severity: 'warning',
  title: 'A container that forbids privilege escalation, but has the privileges',
  why: 'A container with the capability `SYS_ADMIN` can do almost anything on its node, so `allowPrivilegeEscalation: false` protects nothing. The API server refuses the two together only if the capability is written as `CAP_SYS_ADMIN`.',
  fix: 'Remove the capability. If the container needs it, remove `allowPrivilegeEscalation: false`.',
  references: [links.securityContext, links.restrictContainers],
  examples: {
    bad: privilegedPod({
      container:
        'securityContext:\n  allowPrivilegeEscalation: false # warning\n  capabilities:\n    drop: [ALL]\n    add: [SYS_ADMIN]',
    }),
    good: privilegedPod({
      container:
        'securityContext:\n  allowPrivilegeEscalation: false\n  capabilities:\n    drop: [ALL]\n    add: [NET_ADMIN]',
    }),
  },

  fields: ['allowPrivilegeEscalation'],
  *container(container) {
    const context = securityContext(container);
    const escalation = context.get('allowPrivilegeEscalation');
    if (escalation.boolean !== false || context.get('privileged').boolean === true) return;
    const added = context.at('capabilities', 'add').items;
    const admin = added.find(({ string }) => string === 'SYS_ADMIN');
    // With the prefix, `escalation-conflict` says that the API server refuses it.
    if (!admin || added.some(({ string }) => string === 'CAP_SYS_ADMIN')) return;
    yield {
      at: escalation,
      message: `No protection: ${containerSubject(container)} has \`SYS_ADMIN\`, so \`allowPrivilegeEscalation: false\` has no effect. Remove \`SYS_ADMIN\`.`,
      related: [{ at: admin, message: 'This field gives the privilege.' }],
    };
  },
};
