import type { Write } from '../../fixes/steps';
import type { YamlValue } from '../../manifest/value';
import type { Container } from '../../pod/container';
import type { Pod } from '../../pod/pod';
import { isPrivileged, securityContext } from '../../pod/privilege';
import { examplePod } from '../example';
import { links } from '../links';
import type { Fix } from '../rule';
import { containerSubject } from '../subject';
import { controlRule, writeValues } from './control';

export const privileged = controlRule({
  id: 'privileged',
  level: 'baseline',
  control: 'Privileged Containers',
  title: 'A privileged container',
  why: 'A privileged container has all devices and all capabilities of the node, and no confinement. Root in the container is root on the node, and can control every pod there.',
  fix: 'Remove `privileged`, and add only the capabilities that the program needs. Only a privileged container can have mounts with `mountPropagation: Bidirectional`: use `HostToContainer` where the node does not have to see what the container mounts.',
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
      yield {
        at,
        container,
        what: `Privileged: root in ${containerSubject(container)} is root on the node`,
        fixes: [takePrivileges(pod, container, at)],
      };
    }
  },
});

/** The API server refuses Bidirectional mounts of a container that is not privileged, as drivers of storage have them. */
function takePrivileges(pod: Pod, { value, label }: Container, privileged: YamlValue): Fix {
  const propagations = value
    .get('volumeMounts')
    .items.map((mount) => mount.get('mountPropagation'))
    .filter(({ string }) => string === 'Bidirectional');
  const loss = "it loses the node's devices and capabilities";
  return writeValues(
    pod,
    [[privileged, false], ...propagations.map((field): Write => [field, 'HostToContainer'])],
    propagations.length === 0
      ? `Set privileged: false for "${label}" (${loss})`
      : `Set privileged: false and mountPropagation: HostToContainer for "${label}" (${loss}, and the node no longer sees its mounts)`,
  );
}
