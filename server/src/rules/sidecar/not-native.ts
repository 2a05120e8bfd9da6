import { sidecarPod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';
import { holdsUpJob } from './endless';
import { makeNative, NATIVE_SIDECARS_SINCE } from './make-native';

export const notNative: Rule = {
  id: 'not-native',
  category: 'sidecar',
  severity: 'hint',
  title: 'A sidecar runs beside the app as an ordinary container',
  why: 'Ordinary containers start and stop in no order: the app can come up before the sidecar that it needs, lose it while it is still shutting down, and what it logs last is lost. A native sidecar starts before the app, stops after it, and does not keep a Job from completing.',
  fix: 'Move it to `initContainers` with `restartPolicy: Always` (Kubernetes 1.29 or newer). It then starts before the app.',
  references: [links.nativeSidecars, links.sidecarContainers],
  examples: {
    bad: sidecarPod({}),
    good: sidecarPod({ sidecar: 'restartPolicy: Always', isNative: true }),
  },

  *container(container, pod, { kubernetesMinor }) {
    if (container.role !== 'sidecar' || pod.isAssembled || kubernetesMinor < NATIVE_SIDECARS_SINCE) return;
    // Meshes and agents place their containers themselves, natively where they can.
    if (container.known?.sidecar.isInjected) return;
    // misplaced-restart-policy has the same fix for it.
    if (container.value.get('restartPolicy').string === 'Always') return;
    // blocks-job-completion says the same of a Job, more urgently.
    if (holdsUpJob(pod, container)) return;
    yield {
      at: container.nameValue,
      message: `The sidecar "${container.label}" starts and stops in no order with the app. As a native sidecar it would start before the app and stop after it.`,
      fixes: [
        makeNative(pod, container, `Make "${container.label}" a native sidecar (it will start before the app)`, false),
      ],
    };
  },
};
