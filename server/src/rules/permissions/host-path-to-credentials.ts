import { hostPathsOf } from '../../pod/privilege';
import { links } from '../links';
import type { Rule } from '../rule';
import { normalize } from './sensitive-paths';

export const hostPathToCredentials: Rule = {
  id: 'host-path-to-credentials',
  category: 'permissions',
  severity: 'warning',
  title: 'A container mounts credentials of its node',
  why: 'With the keys of the kubelet or the control plane, a container acts in the cluster as its node or as an administrator; with the files of a cloud SDK, as whoever set up the machine.',
  fix: 'Remove the mount. A workload gets an identity of its own from its service account, in the cloud by workload identity.',
  references: [links.writableHostPath, links.leastPrivilege],
  peers: { 'kube-linter': ['sensitive-host-mounts'], Kubescape: ['C-0020'] },
  examples: {
    bad: example('/etc/kubernetes/pki # warning'),
    good: example('/srv/certificates'),
  },

  *container(container, pod) {
    for (const { volume, path } of hostPathsOf(pod, container)) {
      const mount = container.mounts.find((candidate) => candidate.volume === volume.name);
      const place = normalize(`${path.string ?? ''}/${mount?.value.get('subPath').string ?? ''}`);
      const found = path.string === undefined ? undefined : CREDENTIALS.find(({ pattern }) => pattern.test(place));
      if (!mount || !found) continue;
      yield {
        at: mount.value.get('mountPath'),
        // Node agents, storage drivers most of all, work in the kubelet's folders.
        severity: found.isOfKubelet && pod.resource.kind === 'DaemonSet' ? 'information' : 'warning',
        message: `"${container.label}" mounts \`${place}\` of the node, where ${found.what} are. Remove the mount.`,
        related: [{ at: path, message: `The volume "${volume.name}" is from the node.` }],
      };
    }
  },
};

const CREDENTIALS: readonly { pattern: RegExp; what: string; isOfKubelet?: true }[] = [
  { pattern: /^\/etc\/kubernetes(?:\/|$)/, what: 'the keys of the control plane' },
  {
    pattern: /^\/var\/lib\/kubelet(?:\/(?:pki|pods|config\.yaml|kubeconfig).*)?$/,
    what: 'the keys of the kubelet and the Secrets of all pods',
    isOfKubelet: true,
  },
  { pattern: /^\/var\/lib\/(?:rancher|k3s|k0s)(?:\/|$)/, what: 'the keys of the control plane' },
  {
    pattern: /^\/(?:root|home\/[^/]+)\/\.(?:aws|azure|config\/gcloud|kube|ssh|docker)(?:\/|$)/,
    what: 'credentials of people',
  },
];

function example(path: string): string {
  return `apiVersion: v1
kind: Namespace
metadata:
  name: nodes
  labels:
    pod-security.kubernetes.io/enforce: privileged
---
apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: nodes
spec:
  containers:
    - name: web
      image: registry.example.com/web@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
      volumeMounts:
        - name: keys
          mountPath: /keys
          readOnly: true
  volumes:
    - name: keys
      hostPath:
        path: ${path}
`;
}
