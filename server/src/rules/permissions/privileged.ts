import { isPrivileged, securityContext } from '../../pod/privilege';
import { examplePod } from '../example';
import { links } from '../links';
import { controlRule, write } from './control';

export const privileged = controlRule({
  id: 'privileged',
  level: 'baseline',
  control: 'Privileged Containers',
  title: 'A privileged container',
  why: "A privileged container has all of the node's devices and capabilities and no confinement: root in it is root on the node, and so over every pod there.",
  fix: 'Drop `privileged` and add the single capability that the program needs.',
  advice: 'Add the one capability that it needs instead.',
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
  *violations(pod) {
    for (const container of pod.containers) {
      if (!isPrivileged(container)) continue;
      const at = securityContext(container).get('privileged');
      const title = `Set privileged: false for "${container.label}" (it loses the node's devices and capabilities)`;
      yield {
        at,
        container,
        what: `${nameOf(container.role)} "${container.label}" is privileged: root in it is root on the node`,
        fixes: [write(pod, at, false, title)],
      };
    }
  },
});

function nameOf(role: string): string {
  if (role === 'sidecar' || role === 'native-sidecar') return 'The sidecar';
  return role === 'init' ? 'The init container' : 'The container';
}
