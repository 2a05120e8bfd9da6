import { isPrivileged, securityContext } from '../../pod/privilege';
import { examplePod } from '../example';
import { links } from '../links';
import { containerSubject } from '../subject';
import { controlRule, writeValue } from './control';

export const privileged = controlRule({
  id: 'privileged',
  level: 'baseline',
  control: 'Privileged Containers',
  title: 'A privileged container',
  why: 'A privileged container has all devices and all capabilities of the node, and no confinement. Root in the container is root on the node, and can control every pod there.',
  fix: 'Remove `privileged`, and add only the capabilities that the program needs.',
  advice: 'Remove `privileged`, and add only the capabilities that it needs.',
  references: [links.privilegedContainer],
  peers: {
    Checkov: ['CKV_K8S_16'],
    'kube-linter': ['privileged-container'],
    Trivy: ['KSV-0017'],
    Kubescape: ['C-0057'],
    Polaris: ['runAsPrivileged'],
    'kube-score': ['container-security-context-privileged'],
    Kyverno: ['disallow-privileged-containers'],
  },
  examples: {
    bad: examplePod({ container: 'securityContext:\n  privileged: true # warning' }),
    good: examplePod({ container: 'securityContext:\n  privileged: false' }),
  },
  fields: ['privileged'],
  *violations(pod) {
    for (const container of pod.containers) {
      if (!isPrivileged(container)) continue;
      const at = securityContext(container).get('privileged');
      const title = `Set privileged: false for "${container.label}" (it loses the devices and capabilities of the node)`;
      yield {
        at,
        container,
        what: `Privileged: root in ${containerSubject(container)} is root on the node`,
        fixes: [writeValue(pod, at, false, title)],
      };
    }
  },
});
