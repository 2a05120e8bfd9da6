import { coverageOf } from '../../gating/coverage';
import { wordsOf } from '../../gating/words/words';
import type { Pod } from '../../pod/pod';
import { examplePod } from '../example';
import { links } from '../links';
import type { Rule, RuleContext } from '../rule';
import { podSubject } from '../subject';

export const imageGateMissing: Rule = {
  id: 'image-gate-missing',
  category: 'images',
  severity: 'information',
  severities:
    'It is information once a file where no policy of the workspace checks images, and a warning for each pod that slips through where one does.',
  title: 'A pod whose images no policy of the workspace checks',
  why: 'Without an admission policy for images, a user who can create or change a pod can add a container with any image. This is how an attacker injects a sidecar.',
  fix: 'Add a policy that admits only the registries or signatures that you trust: a ValidatingAdmissionPolicy with a binding, Kyverno, Gatekeeper or sigstore policy-controller. If the policy is in another repository, turn this rule off.',
  references: [links.gateImages, links.sidecarInjection],
  peers: { Kubescape: ['C-0236', 'C-0237'] },
  examples: {
    bad: examplePod({}).replace('name: web\n', 'name: web # information: no policy checks its image\n'),
    good: `${examplePod({})}---
apiVersion: policy.sigstore.dev/v1beta1
kind: ClusterImagePolicy
metadata:
  name: signed-by-us
spec:
  images:
    - glob: registry.example.com/**
  authorities:
    - keyless:
        url: https://fulcio.example.com
`,
  },

  *pod(pod, context) {
    if (!context.gates || !isUngated(pod, context)) return;
    if (!pod.images.some((image) => context.runImages(image, pod).length > 0)) return;
    const name = pod.resource.value.at('metadata', 'name');
    const message = (others = 0): string =>
      `Any image can run: no policy of this workspace checks the images of ${podSubject(pod)}${andOthers(others)}${whyNot(pod, context)}. Add an admission policy for images.`;
    yield {
      at: name.isSet ? name : pod.resource.value.get('kind'),
      // If policies check other pods, this one was likely forgotten.
      severity: context.gates.length > 0 ? 'warning' : 'information',
      isAbsence: true,
      message: message(),
      // Where no policy checks images, this is about the workspace and not about each pod of it.
      ...(context.gates.length === 0 && { onceAFile: message }),
    };
  },
};

function andOthers(others: number): string {
  if (others === 0) return '';
  return others === 1 ? ' and 1 more workload of this file' : ` and ${others} more workloads of this file`;
}

/** Whether it is certain of every gate that it checks no image of a pod. */
function isUngated(pod: Pod, { gates = [], decisionsOn }: RuleContext): boolean {
  if (gates.length === 0) return true;
  const decisions = decisionsOn(pod);
  const decided = new Set(decisions.map(({ gate: { policy } }) => `${policy.kind} ${policy.name}`));
  const isDecided = gates.every(({ kind, name }) => decided.has(`${kind} ${name}`));
  return isDecided && coverageOf(decisions) === 'none';
}

/** The reasons of the gates of the workspace. */
function whyNot(pod: Pod, { decisionsOn }: RuleContext): string {
  const reasons = decisionsOn(pod).map(({ gate: { policy }, decision }) => {
    const cause = decision.cause ?? decision.images.find((image) => image.cause !== undefined)?.cause;
    return `${policy.kind} "${policy.name ?? ''}"${cause === undefined ? '' : `: ${wordsOf(cause)}`}`;
  });
  const [first] = reasons;
  if (first === undefined) return '';
  return ` (${first}${reasons.length > 1 ? `; and ${reasons.length - 1} more` : ''})`;
}
