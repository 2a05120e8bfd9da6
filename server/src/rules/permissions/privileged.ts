import { setValue } from '../../fixes/set-value';
import { isPrivileged, securityContext } from '../../pod/privilege';
import { links } from '../links';
import type { Rule } from '../rule';
import { violation } from './pod-security';

export const privileged: Rule = {
  id: 'privileged',
  category: 'permissions',
  severity: 'warning',
  title: 'A privileged container',
  why: "A privileged container has all of the node's devices and capabilities and no confinement: root in it is root on the node, and so over every pod there.",
  fix: 'Drop `privileged` and add the single capability that the program needs.',
  references: [links.privilegedContainer, links.restrictContainers, links.podSecurityStandards],
  peers: {
    PSS: ['baseline: Privileged Containers'],
    Checkov: ['CKV_K8S_16'],
    'kube-linter': ['privileged-container'],
    Trivy: ['KSV-0017'],
    Kubescape: ['C-0057'],
    Polaris: ['runAsPrivileged'],
    'kube-score': ['container-security-context-privileged'],
  },
  examples: {
    bad: `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: registry.example.com/web@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
      securityContext:
        privileged: true # warning
`,
    good: `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: registry.example.com/web@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
      securityContext:
        privileged: false
`,
  },

  *container(container, pod, context) {
    const violated = isPrivileged(container) && violation(context.podSecurity(pod), 'baseline');
    if (!violated) return;
    const value = securityContext(container).get('privileged');
    yield {
      at: value,
      severity: violated.severity,
      message: `${sentenceName(container.role)} "${container.label}" is privileged: root in it is root on the node; ${violated.consequence}. Add the one capability that it needs instead.`,
      fixes: [
        {
          title: `Set privileged: false for "${container.label}" (it loses the node's devices and capabilities)`,
          isPreferred: false,
          change: () => setValue(pod.resource.document, value, false),
        },
      ],
    };
  },
};

function sentenceName(role: string): string {
  if (role === 'sidecar' || role === 'native-sidecar') return 'The sidecar';
  return role === 'init' ? 'The init container' : 'The container';
}
