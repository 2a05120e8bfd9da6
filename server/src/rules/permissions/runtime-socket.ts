import type { Container } from '../../pod/container';
import type { Pod } from '../../pod/pod';
import { effectiveRunAsNonRoot, effectiveRunAsUser, hostPathsOf } from '../../pod/privilege';
import { links } from '../links';
import type { Rule } from '../rule';
import { containerSubject } from '../subject';
import { normalize, runtimeSocketAt } from './sensitive-paths';

export const runtimeSocket: Rule = {
  id: 'runtime-socket',
  category: 'permissions',
  severity: 'error',
  severities:
    'It is a warning in a DaemonSet: agents of nodes are made for this. What a DaemonSet has of its node is one warning that lists it.',
  title: 'A container that can reach the container runtime of its node',
  why: 'A process that can use the socket of the container runtime can start a privileged container, and so control the node. A read-only mount does not help: a process can send requests to a socket without a change of its file.',
  fix: 'Remove the mount. Build images with a tool that does not need the Docker daemon. Read metrics from the kubelet.',
  references: [links.writableHostPath, links.restrictContainers],
  peers: {
    Trivy: ['KSV-0006'],
    Checkov: ['CKV_K8S_27'],
    Kubescape: ['C-0074'],
    'kube-linter': ['docker-sock'],
    Kyverno: ['disallow-cri-sock-mount'],
  },
  examples: {
    bad: `apiVersion: v1
kind: Namespace
metadata:
  name: build
  labels:
    pod-security.kubernetes.io/enforce: privileged
---
apiVersion: v1
kind: Pod
metadata:
  name: builder
  namespace: build
spec:
  containers:
    - name: builder
      image: registry.example.com/builder@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
      volumeMounts:
        - name: docker
          mountPath: /var/run # error: docker.sock is in there
  volumes:
    - name: docker
      hostPath:
        path: /var/run
`,
    good: `apiVersion: v1
kind: Pod
metadata:
  name: builder
spec:
  containers:
    - name: builder
      image: registry.example.com/builder@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
      volumeMounts:
        - name: work
          mountPath: /work
  volumes:
    - name: work
      emptyDir: {}
`,
  },

  fields: ['hostPath'],
  nodeAccess: 'the socket of the container runtime',
  *container(container, pod) {
    // The longest path is the closest to the socket: `/run/containerd` comes before `/`.
    const closest = hostPathsOf(pod, container).sort(
      (a, b) => (b.path.string?.length ?? 0) - (a.path.string?.length ?? 0),
    );
    for (const { volume, path } of closest) {
      if (path.string === undefined) continue;
      const reached = container.mounts
        .filter((mount) => mount.volume === volume.name)
        .map((mount) => {
          const place = `${path.string}/${mount.value.get('subPath').string ?? ''}`;
          return { mount, place, found: runtimeSocketAt(place) };
        })
        .find(({ found }) => found !== undefined);
      if (!reached?.found || (isFarAbove(reached.place) && !mayUseSockets(pod, container))) continue;
      const { mount, found } = reached;
      yield {
        at: mount.value.get('mountPath'),
        // Agents of nodes, which run as a DaemonSet, are made for this; a level in force still refuses the volume.
        severity: pod.resource.kind === 'DaemonSet' ? 'warning' : 'error',
        message: `Control of the node: ${containerSubject(container)} can reach the ${found.runtime} socket (${found.socket}) through \`${path.string}\` of the node, and start privileged containers. Remove the mount.`,
        related: [{ at: path, message: `The volume "${volume.name}" mounts \`${path.string}\` of the node.` }],
      };
    }
  },
};

/** Many agents mount the whole node for another reason: to measure disks, to read logs. */
function isFarAbove(path: string): boolean {
  return ['/', '/var'].includes(normalize(path));
}

/** The sockets belong to root and to a group of the node. Only `supplementalGroups` gives that group to another user. */
function mayUseSockets(pod: Pod, container: Container): boolean {
  const user = effectiveRunAsUser(pod, container);
  const isNonRoot = user === undefined ? effectiveRunAsNonRoot(pod, container) === true : user !== 0;
  return !isNonRoot || pod.spec.at('securityContext', 'supplementalGroups').isSet;
}
