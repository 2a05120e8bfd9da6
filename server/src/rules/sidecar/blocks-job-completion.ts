import { links } from '../links';
import type { Rule } from '../rule';
import { holdsUpJob } from './endless';
import { makeNative, NATIVE_SIDECARS_SINCE } from './make-native';

export const blocksJobCompletion: Rule = {
  id: 'blocks-job-completion',
  category: 'sidecar',
  severity: 'warning',
  title: 'A sidecar that never ends keeps its Job from completing',
  why: 'A Job completes only when all containers in `containers` have ended. If a sidecar runs forever, the Job keeps running after its work is done: it uses resources, can block the next run of a CronJob, and never reports success.',
  fix: 'Make the container a native sidecar. The kubelet stops native sidecars when the app containers have ended.',
  references: [links.nativeSidecars, links.sidecarContainers],
  examples: {
    bad: `apiVersion: batch/v1
kind: Job
metadata:
  name: report
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: report
          image: registry.example.com/report@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
        - name: heartbeat-agent # warning: it never ends
          image: registry.example.com/heartbeat@sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752
          command: [sh, -c, "while true; do beat; sleep 10; done"]
`,
    good: `apiVersion: batch/v1
kind: Job
metadata:
  name: report
spec:
  template:
    spec:
      restartPolicy: Never
      initContainers:
        - name: heartbeat-agent
          image: registry.example.com/heartbeat@sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752
          restartPolicy: Always
          command: [sh, -c, "while true; do beat; sleep 10; done"]
      containers:
        - name: report
          image: registry.example.com/report@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
`,
  },

  *container(container, pod, { kubernetesMinor }) {
    const why = holdsUpJob(pod, container);
    if (!why) return;
    const isNativePossible = kubernetesMinor >= NATIVE_SIDECARS_SINCE;
    yield {
      at: container.nameValue,
      message: `The ${pod.resource.kind} never completes: the sidecar "${container.label}" keeps running (${why}). ${
        isNativePossible ? 'Make it a native sidecar.' : 'Make it end when the app ends.'
      }`,
      ...(isNativePossible && {
        fixes: [makeNative(pod, container, `Make "${container.label}" a native sidecar`, true)],
      }),
    };
  },
};
