import { addedCapabilities, isPrivileged } from '../../pod/privilege';
import { restrictedPod } from '../example';
import { containerSubject } from '../subject';
import { controlRule, writeValue } from './control';

export const privilegeEscalation = controlRule({
  id: 'privilege-escalation',
  level: 'restricted',
  control: 'Privilege Escalation',
  since: 8,
  isForLinux: true,
  title: 'A container that allows privilege escalation',
  why: 'A setuid program in the image, or a program with file capabilities, can make any user of the container root. `allowPrivilegeEscalation: false` stops this.',
  fix: 'Set `allowPrivilegeEscalation: false`.',
  advice: 'Set `allowPrivilegeEscalation: false`.',
  peers: {
    Checkov: ['CKV_K8S_20'],
    Trivy: ['KSV-0001'],
    Kubescape: ['C-0016'],
    'kube-linter': ['privilege-escalation-container'],
    Polaris: ['privilegeEscalationAllowed'],
    Kyverno: ['disallow-privilege-escalation'],
  },
  examples: {
    bad: restrictedPod({ container: 'capabilities:\n  drop: [ALL]', mark: 'error: no allowPrivilegeEscalation' }),
    good: restrictedPod({}),
  },
  *violations(pod) {
    for (const container of pod.containers) {
      const escalation = container.value.at('securityContext', 'allowPrivilegeEscalation');
      if (escalation.boolean === false) continue;
      const title = `Forbid privilege escalation in "${container.label}" (setuid programs stop working)`;
      yield {
        at: escalation.boolean === undefined ? container.nameValue : escalation,
        container,
        isAbsence: escalation.boolean === undefined,
        decidedBy: [escalation],
        what: `Privilege escalation: a process in ${containerSubject(container)} can become root`,
        // The API server refuses the field together with such a privilege (validation of SecurityContext): the privilege must go first.
        fixes:
          isPrivileged(container) || addedCapabilities(container).has('SYS_ADMIN')
            ? []
            : [writeValue(pod, escalation, false, title)],
      };
    }
  },
});
