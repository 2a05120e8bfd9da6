import { restrictedPod } from '../example';
import { controlRule, isSparedByUserNamespace, write } from './control';

export const runAsNonRoot = controlRule({
  id: 'run-as-non-root',
  level: 'restricted',
  control: 'Running as Non-root',
  title: 'A container that may run as root',
  why: 'Most ways out of a container need root in it. Unless the manifest forbids it, the image decides, and most images run as root.',
  fix: 'Set `runAsNonRoot: true`, for the pod if all its containers can do without root.',
  advice: 'Set runAsNonRoot: true.',
  peers: {
    Checkov: ['CKV_K8S_23'],
    Trivy: ['KSV-0012'],
    Kubescape: ['C-0013'],
    'kube-linter': ['run-as-non-root'],
    Polaris: ['runAsRootAllowed'],
    Kyverno: ['require-run-as-nonroot'],
  },
  examples: {
    bad: restrictedPod({ pod: 'seccompProfile: # error: no runAsNonRoot\n  type: RuntimeDefault' }),
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
      const title = `Refuse to run "${container.label}" as root (it won't start if its image does)`;
      const isWritten = own.boolean === false;
      yield {
        at: isWritten ? own : ofPod.boolean === false ? ofPod : container.nameValue,
        container,
        isAbsence: !isWritten && ofPod.boolean === undefined,
        what: `"${container.label}" may run as root`,
        fixes: [write(pod, own, true, title)],
      };
    }
    // A pod that allows root is refused even if every container forbids it for itself.
    if (ofPod.boolean === false && containers.every(({ own }) => own.boolean === true)) {
      const title = 'Refuse root for the whole pod (it changes nothing: every container refuses it already)';
      yield { at: ofPod, what: 'The pod allows root', fixes: [write(pod, ofPod, true, title)] };
    }
  },
});
