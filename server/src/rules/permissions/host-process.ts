import { hostProcessFields } from '../../pod/host-process';
import { examplePod } from '../example';
import { containerSubject, podSubject } from '../subject';
import { controlRule, writeValues } from './control';

export const hostProcess = controlRule({
  id: 'host-process',
  level: 'baseline',
  control: 'HostProcess',
  title: 'A Windows container that runs as a process of the node',
  why: 'A HostProcess container is not isolated. It runs as a process of the Windows node, with the rights of its user up to `SYSTEM`.',
  fix: 'Remove `hostProcess` from the pod and from all its containers: the API server refuses a pod of which only some containers are HostProcess containers. If the workload needs it, run it in a separate namespace with the Pod Security level `privileged`.',
  advice: 'Remove `hostProcess`.',
  peers: { Trivy: ['KSV-0103'], Polaris: ['hostProcess'], Kyverno: ['disallow-host-process'] },
  examples: {
    bad: examplePod({
      container: 'securityContext:\n  windowsOptions:\n    hostProcess: true # warning',
    }),
    good: examplePod({ container: 'securityContext:\n  windowsOptions:\n    hostProcess: false' }),
  },
  fields: ['hostProcess'],
  *violations(pod) {
    const fields = hostProcessFields(pod);
    const title =
      fields.length === 1
        ? 'Set hostProcess: false (it no longer runs on the node)'
        : 'Set hostProcess: false for the pod and all its containers (they no longer run on the node)';
    const fixes = [
      writeValues(
        pod,
        fields.map((field) => [field, false]),
        title,
      ),
    ];
    const ofPod = pod.spec.at('securityContext', 'windowsOptions', 'hostProcess');
    if (ofPod.boolean === true) {
      yield {
        at: ofPod,
        what: `No isolation: ${podSubject(pod)} runs its containers as processes of the Windows node`,
        fixes,
      };
    }
    for (const container of pod.containers) {
      const at = container.value.at('securityContext', 'windowsOptions', 'hostProcess');
      if (at.boolean !== true) continue;
      const what = `No isolation: ${containerSubject(container)} runs as a process of the Windows node`;
      yield { at, container, what, fixes };
    }
  },
});
