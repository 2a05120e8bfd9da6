import { links } from '../links';
import type { Finding, Rule } from '../rule';
import { violation } from './pod-security';

export const hostPath: Rule = {
  id: 'host-path',
  category: 'permissions',
  severity: 'warning',
  title: "A volume from the node's file system",
  why: "A hostPath volume reaches past the container into the node: what is written there can outlive the pod and take over the node, what is read there can be another pod's secrets.",
  fix: 'Use a volume that belongs to the pod (`emptyDir`, a PersistentVolumeClaim, a CSI volume), or keep such pods in a namespace of their own whose Pod Security level is `privileged`.',
  references: [links.writableHostPath, links.podSecurityStandards],
  peers: {
    PSS: ['baseline: HostPath Volumes'],
    Trivy: ['KSV-0023'],
    Kubescape: ['C-0048', 'C-0045'],
    'kube-linter': ['sensitive-host-mounts', 'writable-host-mount'],
    Kyverno: ['disallow-host-path'],
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
      volumeMounts:
        - name: data
          mountPath: /data
          readOnly: true
  volumes:
    - name: data
      hostPath:
        path: /srv/data # warning
`,
    good: `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: registry.example.com/web@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
      volumeMounts:
        - name: data
          mountPath: /data
  volumes:
    - name: data
      persistentVolumeClaim:
        claimName: data
`,
  },

  *pod(pod, context) {
    const violated = violation(context.podSecurity(pod), 'baseline');
    const volumes = violated ? pod.volumes.filter(({ value }) => value.get('hostPath').isMap) : [];
    const [first, ...others] = volumes;
    if (!violated || !first) return;
    const path = first.value.at('hostPath', 'path');
    const users = pod.containers.filter(({ mounts }) => mounts.some(({ volume }) => volume === first.name));
    const finding: Finding = {
      at: path.exists ? path : first.value.get('hostPath'),
      severity: violated.severity,
      message: `The volume "${first.name}" is ${path.string ? `\`${path.string}\` of` : 'a part of'} the node${
        users.length > 0 ? `, reached by ${users.map(({ label }) => `"${label}"`).join(', ')}` : ''
      }; ${violated.consequence}. Use a volume that belongs to the pod.`,
      related: others.map(({ name, value }) => ({
        at: value.at('hostPath', 'path'),
        message: `The volume "${name}" is from the node, too.`,
      })),
    };
    yield finding;
  },
};
