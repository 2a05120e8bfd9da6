import { coverageOf } from '../../gating/coverage';
import type { Pod } from '../../pod/pod';
import { examplePod } from '../example';
import { links } from '../links';
import type { Rule, RuleContext } from '../rule';
import { imagesOf } from './run-images';

export const imageGateMissing: Rule = {
  id: 'image-gate-missing',
  category: 'images',
  severity: 'information',
  title: "No policy of the workspace gates the pod's images",
  why: 'Without an admission policy on images, anyone who may create or change a pod can add a container with any image from anywhere: that is how a sidecar is injected.',
  fix: 'Add a policy that admits only the registries or signatures that you trust: a ValidatingAdmissionPolicy with a binding, Kyverno, Gatekeeper or sigstore policy-controller. If the policy lives in another repository, switch this rule off.',
  references: [links.gateImages, links.sidecarInjection],
  peers: { Kubescape: ['C-0236', 'C-0237'] },
  examples: {
    bad: examplePod({}).replace('name: web\n', 'name: web # information: nothing gates its image\n'),
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
    if (!pod.containers.some((container) => imagesOf(container, pod, context).length > 0)) return;
    const name = pod.resource.value.at('metadata', 'name');
    yield {
      at: name.exists ? name : pod.resource.value.get('kind'),
      // Where images are gated elsewhere, this one slipped through.
      severity: context.gates.length > 0 ? 'warning' : 'information',
      isAbsence: true,
      message: `No policy of this workspace gates the images of this ${pod.resource.kind}${whyNot(pod, context)}: whoever can change it can add a container with any image. Add an admission policy on images.`,
    };
  },
};

/** Whether no gate looks at any image of a pod. Where that isn't certain of all gates, nothing is said. */
function isUngated(pod: Pod, { gates = [], decisionsOn }: RuleContext): boolean {
  if (gates.length === 0) return true;
  const decisions = decisionsOn(pod);
  const decided = new Set(decisions.map(({ gate: { policy } }) => `${policy.kind} ${policy.name}`));
  const isDecided = gates.every(({ kind, name }) => decided.has(`${kind} ${name}`));
  return isDecided && coverageOf(decisions) === 'none';
}

/** The reasons of the gates that there are. */
function whyNot(pod: Pod, { decisionsOn }: RuleContext): string {
  const reasons = decisionsOn(pod).map(({ gate: { policy }, decision }) => {
    const reason = decision.reason ?? decision.images.find((image) => image.reason !== undefined)?.reason;
    return `${policy.kind} "${policy.name ?? ''}"${reason === undefined ? '' : `: ${reason}`}`;
  });
  const [first] = reasons;
  if (first === undefined) return '';
  return ` (${first}${reasons.length > 1 ? `; and ${reasons.length - 1} more` : ''})`;
}
