import { addedCapabilities, isPrivileged } from '../../pod/privilege';
import { restrictedPod } from '../example';
import { controlRule, isSparedAsWindows, write } from './control';

export const privilegeEscalation = controlRule({
  id: 'privilege-escalation',
  level: 'restricted',
  control: 'Privilege Escalation',
  since: 8,
  title: 'A process that may gain more privileges than its parent',
  why: 'Unless it is forbidden, a setuid program or one with file capabilities in the image makes root of any user.',
  fix: 'Set `allowPrivilegeEscalation: false`.',
  advice: 'Set allowPrivilegeEscalation: false.',
  peers: {
    Checkov: ['CKV_K8S_20'],
    Trivy: ['KSV-0001'],
    Kubescape: ['C-0016'],
    'kube-linter': ['privilege-escalation-container'],
    Polaris: ['privilegeEscalationAllowed'],
    Kyverno: ['disallow-privilege-escalation'],
  },
  examples: {
    bad: restrictedPod({ container: 'capabilities: # error: no allowPrivilegeEscalation\n  drop: [ALL]' }),
    good: restrictedPod({}),
  },
  *violations(pod, minor) {
    if (isSparedAsWindows(pod, minor)) return;
    for (const container of pod.containers) {
      const escalation = container.value.at('securityContext', 'allowPrivilegeEscalation');
      if (escalation.boolean === false) continue;
      const title = `Forbid privilege escalation in "${container.label}" (setuid programs stop working)`;
      yield {
        at: escalation.boolean === undefined ? container.nameValue : escalation,
        container,
        isAbsence: escalation.boolean === undefined,
        what: `"${container.label}" may gain privileges`,
        // Beside such a power the API server refuses it (validation of SecurityContext); that power is what must go first.
        fixes:
          isPrivileged(container) || addedCapabilities(container).has('SYS_ADMIN')
            ? []
            : [write(pod, escalation, false, title)],
      };
    }
  },
});
