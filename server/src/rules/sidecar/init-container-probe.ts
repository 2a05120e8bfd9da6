import { removeEntry } from '../../fixes/remove-entry';
import { setValue } from '../../fixes/set-value';
import { examplePod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';
import { NATIVE_SIDECARS_SINCE } from './make-native';

const IMAGE = 'registry.example.com/agent@sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752';

export const initContainerProbe: Rule = {
  id: 'init-container-probe',
  category: 'sidecar',
  severity: 'error',
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
  *container(container, pod, { kubernetesMinor }) {
    if (container.role !== 'init' || pod.isAssembled) return;
    const field = FIELDS.map((name) => container.value.get(name)).find((value) => value.exists);
    if (!field?.hasKey) return;
    const { document } = pod.resource;
    const toNative = {
      title: `Make "${container.label}" a native sidecar (it keeps running beside the app)`,
      isPreferred: false,
      change: () => setValue(document, container.value.get('restartPolicy'), 'Always'),
    };
    const remove = {
      title: `Remove ${field.name} (it never took effect)`,
      isPreferred: false,
      change: () => removeEntry(document, field),
    };
    yield {
      at: field,
      ...(field.keySpan && { span: field.keySpan }),
      message: `The API server refuses this pod: the init container "${container.label}" has \`${field.name}\`, which only a native sidecar can have. Set \`restartPolicy: Always\`, or remove the field.`,
      fixes: kubernetesMinor >= NATIVE_SIDECARS_SINCE ? [toNative, remove] : [remove],
    };
  },
};

const FIELDS = ['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle'];
