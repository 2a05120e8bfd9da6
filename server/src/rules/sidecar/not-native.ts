import { sidecarPod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';
import { holdsUpJob } from './endless';
import { makeNative, NATIVE_SIDECARS_SINCE } from './make-native';

export const notNative: Rule = {
  id: 'not-native',
  category: 'sidecar',
  severity: 'hint',
  title: 'A sidecar that is not a native sidecar',
  why: 'Kubernetes starts and stops the containers in `containers` in no fixed order. The app can start before a sidecar that it needs, and the sidecar can stop first, so that the last logs of the app are lost. A native sidecar starts before the app, stops after it, and does not keep a Job from completing.',
  fix: 'Move the container to `initContainers`, and set `restartPolicy: Always` (Kubernetes 1.29 or newer). It then starts before the app.',
  references: [links.nativeSidecars, links.sidecarContainers],
  examples: {
    bad: sidecarPod({ mark: 'hint: not in initContainers' }),
    good: sidecarPod({ sidecar: 'restartPolicy: Always', isNative: true }),
  },

  *container(container, pod, { kubernetesMinor }) {
    if (container.role !== 'sidecar' || pod.isAssembled || kubernetesMinor < NATIVE_SIDECARS_SINCE) return;
    // Injectors choose themselves where to add their containers.
    if (container.known?.sidecar.isInjected) return;
    // misplaced-restart-policy has the same fix.
    if (container.value.get('restartPolicy').string === 'Always') return;
    // blocks-job-completion reports this for a Job, as an error.
    if (holdsUpJob(pod, container)) return;
    yield {
      at: container.nameValue,
      message: `The app can run without its sidecar: "${container.label}" can start after the app and stop before it. Make it a native sidecar.`,
      fixes: [
        makeNative(pod, container, `Make "${container.label}" a native sidecar (it starts before the app)`, false),
      ],
    };
  },
};
