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
      // What the pod sets is a violation of the pod, for all containers that do not set it themselves.
      if (own.boolean ?? ofPod.boolean !== undefined) continue;
      const title = `Set runAsNonRoot: true for "${container.label}" (it does not start if its image runs as root)`;
      const isWritten = own.boolean === false;
      yield {
        at: isWritten ? own : container.nameValue,
        container,
        isAbsence: !isWritten,
        decidedBy: isWritten ? [] : [own, ofPod],
        what: `Can run as root: ${containerSubject(container)} does not set \`runAsNonRoot: true\``,
        fixes: [writeValue(pod, own, true, title)],
      };
    }
    if (ofPod.boolean === false) {
      const isSetByAll = containers.every(({ own }) => own.boolean !== undefined);
      const effect = isSetByAll
        ? 'no change: every container sets it already'
        : 'a container does not start if its image runs as root';
      yield {
        at: ofPod,
        what: `Can run as root: ${podSubject(pod)} sets \`runAsNonRoot: false\``,
        fixes: [writeValue(pod, ofPod, true, `Set runAsNonRoot: true for the pod (${effect})`)],
      };
    }
  },
});
