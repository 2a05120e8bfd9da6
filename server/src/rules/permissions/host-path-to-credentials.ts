import { hostPathsOf } from '../../pod/privilege';
import { links } from '../links';
import type { Rule } from '../rule';
import { containerSubject } from '../subject';
import { normalize } from './sensitive-paths';

export const hostPathToCredentials: Rule = {
  id: 'host-path-to-credentials',
  category: 'permissions',
  severity: 'warning',
  severities:
    'It is information for the folders of the kubelet in a DaemonSet. What a DaemonSet has of its node is one warning that lists it.',
  title: 'A container that mounts credentials of its node',
  why: 'A container that has the keys of the kubelet or the control plane can act in the cluster as its node or as an administrator. A container that has the files of a cloud SDK can act as the user who set up the machine.',
  fix: 'Remove the mount. Give the workload its own identity: a service account and, in a cloud, workload identity.',
  references: [links.writableHostPath, links.leastPrivilege],
  peers: { 'kube-linter': ['sensitive-host-mounts'], Kubescape: ['C-0020'] },
  examples: {
    bad: example('/etc/kubernetes/pki', ' # warning: keys of the node'),
    good: example('/srv/certificates'),
  },

  fields: ['hostPath'],
  nodeAccess: 'credentials of the node',
  *container(container, pod) {
    for (const { volume, path } of hostPathsOf(pod, container)) {
      const mount = container.mounts.find((candidate) => candidate.volume === volume.name);
      const place = normalize(`${path.string ?? ''}/${mount?.value.get('subPath').string ?? ''}`);
      const found = path.string === undefined ? undefined : CREDENTIALS.find((one) => holds(place, one));
      if (!mount || !found) continue;
      yield {
        at: mount.value.get('mountPath'),
        // Node agents, such as storage drivers, need the folders of the kubelet.
        severity: found.isOfKubelet && pod.resource.kind === 'DaemonSet' ? 'information' : 'warning',
        message: `Node credentials: ${containerSubject(container)} mounts \`${place}\` of the node, which holds ${found.what}. Remove the mount.`,
        related: [{ at: path, message: `The volume "${volume.name}" mounts a path of the node.` }],
      };
    }
  },
};

interface Credentials {
  /** The folders and files that have them. A folder around one of them has them, too. */
  readonly places: readonly string[];
  readonly pattern: RegExp;
  readonly what: string;
  readonly isOfKubelet?: true;
}

const CREDENTIALS: readonly Credentials[] = [
  {
    places: ['/etc/kubernetes/pki', '/var/lib/rancher/k3s/server', '/var/lib/rancher/rke2/server', '/var/lib/k0s/pki'],
    // Below /etc/kubernetes there are also sockets and settings of others.
    pattern:
      /^(?:\/etc\/kubernetes\/(?:(?:pki|ssl|certs?)(?:\/|$)|[^/]*\.(?:conf|json|kubeconfig|key|pem|crt)$)|\/etc\/rancher(?:\/|$)(?!(?:k3s|rke2)\/registries\.yaml$)|\/var\/lib\/rancher\/(?:k3s|rke2)\/(?:server(?:\/|$)|agent(?:$|\/[^/]*\.(?:key|crt|kubeconfig)$))|\/var\/lib\/k0s\/pki(?:\/|$)|\/var\/lib\/minikube\/certs(?:\/|$)|\/var\/lib\/etcd(?:\/|$)|\/var\/snap\/microk8s\/current\/(?:certs|credentials)(?:\/|$))/,
    what: 'the keys of the control plane',
  },
  {
    places: [],
    pattern: /^\/etc\/kubernetes\/manifests(?:\/|$)/,
    what: 'the static pods of the node, such as those of the control plane',
  },
  {
    places: ['/var/lib/kubelet/pki'],
    pattern: /^\/var\/lib\/kubelet\/(?:pki|pods|config\.yaml|kubeconfig).*$/,
    what: 'the keys of the kubelet and the Secrets of all pods',
    isOfKubelet: true,
  },
  {
    places: [],
    pattern: /^\/(?:root|home\/[^/]+)\/\.(?:aws|azure|config\/gcloud|kube|ssh|docker)(?:\/|$)/,
    what: 'credentials of users',
  },
];

function holds(place: string, { places, pattern }: Credentials): boolean {
  // Agents that measure a node mount all of it.
  return pattern.test(place) || (place !== '/' && places.some((one) => one.startsWith(`${place}/`)));
}

function example(path: string, mark = ''): string {
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
          mountPath: /keys${mark}
          readOnly: true
  volumes:
    - name: keys
      hostPath:
        path: ${path}
`;
}
