import { examplePod } from '../example';
import { controlRule, write } from './control';

export const hostProcess = controlRule({
  id: 'host-process',
  level: 'baseline',
  control: 'HostProcess',
  title: 'A Windows container that runs as a process of the node',
  why: 'A HostProcess container is no container at all: it runs on the Windows node with the rights of its user, up to SYSTEM.',
  fix: 'Remove `hostProcess`, or run such a workload in a namespace of its own.',
  advice: 'Run it as an ordinary container.',
  peers: { Trivy: ['KSV-0103'], Polaris: ['hostProcess'], Kyverno: ['disallow-host-process'] },
  examples: {
    bad: examplePod({
      container: 'securityContext:\n  windowsOptions:\n    hostProcess: true # warning',
    }),
    good: examplePod({ container: 'securityContext:\n  windowsOptions:\n    hostProcess: false' }),
  },
  *violations(pod) {
    const title = 'Set hostProcess: false (it no longer runs on the node)';
    const ofPod = pod.spec.at('securityContext', 'windowsOptions', 'hostProcess');
    if (ofPod.boolean === true) {
      yield { at: ofPod, what: 'The pod runs on the Windows node itself', fixes: [write(pod, ofPod, false, title)] };
    }
    for (const container of pod.containers) {
      const at = container.value.at('securityContext', 'windowsOptions', 'hostProcess');
      if (at.boolean !== true) continue;
      const what = `"${container.label}" runs on the Windows node itself`;
      yield { at, container, what, fixes: [write(pod, at, false, title)] };
    }
  },
});
