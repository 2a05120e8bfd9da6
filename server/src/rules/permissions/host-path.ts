import { examplePod } from '../example';
import { links } from '../links';
import { controlRule } from './control';

export const hostPath = controlRule({
  id: 'host-path',
  level: 'baseline',
  control: 'HostPath Volumes',
  title: "A volume from the node's file system",
  why: "A hostPath volume reaches past the container into the node: what is written there can outlive the pod and take over the node, what is read there can be another pod's secrets.",
  fix: 'Use a volume that belongs to the pod (`emptyDir`, a PersistentVolumeClaim, a CSI volume), or keep such pods in a namespace of their own whose Pod Security level is `privileged`.',
  advice: 'Use a volume that belongs to the pod.',
  references: [links.writableHostPath],
  peers: {
    Trivy: ['KSV-0023'],
    Kubescape: ['C-0048', 'C-0045'],
    'kube-linter': ['sensitive-host-mounts', 'writable-host-mount'],
    Kyverno: ['disallow-host-path'],
  },
  examples: {
    bad: examplePod({
      spec: 'volumes:\n  - name: data\n    hostPath:\n      path: /srv/data # warning',
      container: 'volumeMounts:\n  - name: data\n    mountPath: /data',
    }),
    good: examplePod({
      spec: 'volumes:\n  - name: data\n    persistentVolumeClaim:\n      claimName: data',
      container: 'volumeMounts:\n  - name: data\n    mountPath: /data',
    }),
  },
  *violations(pod) {
    const [first, ...others] = pod.volumes.filter(({ value }) => value.get('hostPath').isMap);
    if (!first) return;
    const path = first.value.at('hostPath', 'path');
    const users = pod.containers.filter(({ mounts }) => mounts.some(({ volume }) => volume === first.name));
    const reached = users.length > 0 ? `, reached by ${users.map(({ label }) => `"${label}"`).join(', ')}` : '';
    yield {
      at: path.exists ? path : first.value.get('hostPath'),
      what: `The volume "${first.name}" is ${path.string ? `\`${path.string}\` of` : 'a part of'} the node${reached}`,
      related: others.map(({ name, value }) => ({
        at: value.at('hostPath', 'path'),
        message: `The volume "${name}" is from the node, too.`,
      })),
    };
  },
});
