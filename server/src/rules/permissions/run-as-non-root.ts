import { restrictedPod } from '../example';
import { containerSubject, podSubject } from '../subject';
import { controlRule, isSparedByUserNamespace, writeValue } from './control';

export const runAsNonRoot = controlRule({
  id: 'run-as-non-root',
  level: 'restricted',
  control: 'Running as Non-root',
  title: 'A container that can run as root',
  why: 'Most attacks that break out of a container need root in it. Without `runAsNonRoot: true`, the container can run as root, and most images do.',
  fix: 'Set `runAsNonRoot: true`. Set it for the pod if none of its containers needs root.',
  advice: 'Set `runAsNonRoot: true`.',
  peers: {
    Checkov: ['CKV_K8S_23'],
    Trivy: ['KSV-0012'],
    Kubescape: ['C-0013'],
    'kube-linter': ['run-as-non-root'],
    Polaris: ['runAsRootAllowed'],
    Kyverno: ['require-run-as-nonroot'],
  },
  examples: {
    bad: restrictedPod({ pod: 'seccompProfile:\n  type: RuntimeDefault', mark: 'error: no runAsNonRoot' }),
    good: restrictedPod({}),
  },
  *violations(pod, minor) {
    if (isSparedByUserNamespace(pod, minor)) return;
    const ofPod = pod.spec.at('securityContext', 'runAsNonRoot');
    const containers = pod.containers.map((container) => {
      return { container, own: container.value.at('securityContext', 'runAsNonRoot') };
    });
    for (const { container, own } of containers) {
      if (own.boolean ?? ofPod.boolean === true) continue;
      const title = `Set runAsNonRoot: true for "${container.label}" (it does not start if its image runs as root)`;
      const isWritten = own.boolean === false;
      yield {
        at: isWritten ? own : ofPod.boolean === false ? ofPod : container.nameValue,
        container,
        isAbsence: !isWritten && ofPod.boolean === undefined,
        what: `Can run as root: ${containerSubject(container)} does not set \`runAsNonRoot: true\``,
        fixes: [writeValue(pod, own, true, title)],
      };
    }
    // The API server refuses a pod that sets it to false, even if every container sets it to true.
    if (ofPod.boolean === false && containers.every(({ own }) => own.boolean === true)) {
      const title = 'Set runAsNonRoot: true for the pod (no change: every container sets it already)';
      yield {
        at: ofPod,
        what: `Can run as root: ${podSubject(pod)} sets \`runAsNonRoot: false\``,
        fixes: [writeValue(pod, ofPod, true, title)],
      };
    }
  },
});
