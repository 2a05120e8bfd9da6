import { removeEntry } from '../../fixes/remove-entry';
import { setValue } from '../../fixes/set-value';
import type { YamlValue } from '../../manifest/value';
import type { Container } from '../../pod/container';
import type { Pod } from '../../pod/pod';
import { examplePod } from '../example';
import { links } from '../links';
import type { Fix } from '../rule';
import { NATIVE_SIDECARS_SINCE } from '../sidecar/make-native';
import { containerSubject } from '../subject';
import { PROBES_AND_HOOKS } from './handlers';
import { literal, refusedRule } from './refused-rule';

const IMAGE = 'registry.example.com/agent@sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752';

export const initContainerProbe = refusedRule({
  id: 'init-container-probe',
  title: 'An init container with probes or lifecycle hooks',
  why: 'The API server refuses a pod whose init container has probes or lifecycle hooks, because init containers end before the app starts. Only a native sidecar, which is an init container with `restartPolicy: Always`, can have them.',
  fix: 'If the container must keep running, set `restartPolicy: Always`. Otherwise, remove the field.',
  references: [links.nativeSidecars, links.sidecarContainers],
  examples: {
    bad: examplePod({
      spec: `initContainers:\n  - name: log-agent\n    image: ${IMAGE}\n    livenessProbe: # error\n      tcpSocket:\n        port: 2020`,
    }),
    good: examplePod({
      spec: `initContainers:\n  - name: log-agent\n    image: ${IMAGE}\n    restartPolicy: Always\n    livenessProbe:\n      tcpSocket:\n        port: 2020`,
    }),
  },

  fields: ['initContainers'],
  *find(pod, { kubernetesMinor }) {
    for (const container of pod.containers) {
      const policy = container.value.get('restartPolicy');
      // A policy that is filled in later can make a native sidecar.
      if (container.role !== 'init' || (policy.isSet && literal(policy) === undefined)) continue;
      for (const name of PROBES_AND_HOOKS) {
        const field = container.value.get(name);
        if (!field.isSet || (name === 'lifecycle' && isDropped(field, kubernetesMinor))) continue;
        yield {
          field,
          container,
          isAbsence: !policy.isSet,
          because: `${containerSubject(container)} has \`${name}\`, which only a native sidecar can have`,
          toDo: 'Set `restartPolicy: Always`, or remove the field',
          fixes: fixesOf(pod, container, field, kubernetesMinor >= NATIVE_SIDECARS_SINCE),
        };
      }
    }
  },
});

/** The first Kubernetes 1.x release with `stopSignal` (KEP-4960, alpha): without its feature gate, the API server drops it. */
const STOP_SIGNAL_SINCE = 33;

/** Nothing is left of a lifecycle with a stop signal alone. */
function isDropped(lifecycle: YamlValue, kubernetesMinor: number): boolean {
  if (kubernetesMinor < STOP_SIGNAL_SINCE || !lifecycle.get('stopSignal').isSet) return false;
  return !lifecycle.get('postStart').isSet && !lifecycle.get('preStop').isSet;
}

function fixesOf({ resource }: Pod, container: Container, field: YamlValue, hasNative: boolean): Fix[] {
  const toNative = {
    title: `Make "${container.label}" a native sidecar (it keeps running beside the app)`,
    isPreferred: false,
    change: () => setValue(resource.document, container.value.get('restartPolicy'), 'Always'),
  };
  const remove = {
    title: `Remove ${field.name} (it never took effect)`,
    isPreferred: false,
    change: () => removeEntry(resource.document, field),
  };
  // A probe that does nothing is refused in a native sidecar, too.
  const isComplete = field.name === 'lifecycle' || field.entries.some(({ value }) => value.isMap);
  return hasNative && isComplete ? [toNative, remove] : [remove];
}
