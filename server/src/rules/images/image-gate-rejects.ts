import type { GateResult } from '../../gating/gate';
import { wordsOf } from '../../gating/words/words';
import { isAllowedBy } from '../../image/allowed-registries';
import type { PodImage } from '../../pod/pod-image';
import { examplePod } from '../example';
import { links } from '../links';
import type { Finding, Rule } from '../rule';
import { imageOwnerSubject, imageSubject } from '../subject';

const POLICY = `---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: allowed-registries
spec:
  matchConstraints:
    resourceRules:
      - apiGroups: [""]
        apiVersions: [v1]
        operations: [CREATE, UPDATE]
        resources: [pods, pods/ephemeralcontainers]
  variables:
    - name: containers
      expression: >-
        object.spec.containers + object.spec.?initContainers.orValue([]) + object.spec.?ephemeralContainers.orValue([])
  validations:
    - expression: variables.containers.all(c, c.image.startsWith('registry.example.com/'))
      message: Only images from registry.example.com may run.
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata:
  name: allowed-registries
spec:
  policyName: allowed-registries
  validationActions: [Deny]
`;

const DIGEST = 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

export const imageGateRejects: Rule = {
  id: 'image-gate-rejects',
  category: 'images',
  severity: 'error',
  severities: 'It is a warning where the policy only reports.',
  title: 'An image that a policy of the workspace denies',
  why: 'The API server refuses the pod, or the policy reports it. Find this out while you write the manifest, not when a rollout stops. The image can also come from an attacker: the policy is there to deny such images.',
  fix: 'Use an image that the policy admits. If you trust the image, change the policy.',
  references: [links.gateImages, links.admissionPolicies],
  examples: {
    bad: examplePod({ image: `docker.io/example/web@${DIGEST} # error: the policy denies it` }) + POLICY,
    good: examplePod({ image: `registry.example.com/web@${DIGEST}` }) + POLICY,
  },

  *image(used, pod, { decisionsOn, allowedRegistries }) {
    const rejections = decisionsOn(pod).flatMap((decided) => rejection(decided, used, allowedRegistries) ?? []);
    // A policy that denies comes before one that only reports.
    const [first, ...others] = rejections.sort((a, b) => Number(b.denies) - Number(a.denies));
    if (!first) return;
    const also = new Set(others.map(({ also }) => also).filter((sentence) => sentence !== first.also));
    const related = [...(first.finding.related ?? []), ...others.flatMap(({ finding }) => finding.related ?? [])];
    yield { ...first.finding, message: [first.finding.message, ...also].join(' '), related };
  },
};

interface Rejection {
  readonly finding: Finding;
  readonly denies: boolean;
  /** The sentence for the message of another policy that comes first. */
  readonly also: string;
}

function rejection(
  { gate: { policy }, pod, decision }: GateResult,
  used: PodImage,
  allowedRegistries: readonly string[],
): Rejection | undefined {
  const index = pod.images.findIndex(({ list, index }) => list === used.list && index === used.index);
  const made = decision.images[index];
  if (decision.applies !== 'yes' || made?.verdict !== 'rejects') return undefined;
  const { document, value } = policy;
  const image = pod.images[index]?.written;
  const isWritten = image === undefined || image === used.text;
  const which = made.isOfContainer
    ? imageOwnerSubject(used)
    : `${imageSubject(used)}${isWritten ? '' : ` (\`${image}\` after kustomization)`}`;
  const does = decision.denies ? 'denies' : 'reports';
  // The list of the user and the policy contradict each other, so one of them is wrong.
  const isAllowed = !made.isOfContainer && allowedRegistries.length > 0 && isAllowedBy(allowedRegistries, image ?? '');
  // The image itself may be one that the policy admits.
  const isByAddition = made.cause?.kind === 'adds-container';
  const advice = isByAddition
    ? 'Change one of the two policies.'
    : isAllowed
      ? 'But `allowedRegistries` allows it: change the list or the policy.'
      : made.isOfContainer
        ? `Change the ${used.container ? 'container' : 'volume'} as the policy requires.`
        : 'Use an image that the policy admits.';
  const related = made.at?.isSet ? made.at : value.at('metadata', 'name');
  const gate = `${policy.kind} "${policy.name ?? ''}"`;
  const words = made.cause ? wordsOf(made.cause) : '';
  const why = words === '' ? '.' : `: ${ended(words)}`;
  return {
    finding: {
      at: used.at,
      severity: decision.denies ? 'error' : 'warning',
      message: `${decision.denies ? 'Refused' : 'Reported'}: ${gate} ${does} ${which}${why} ${advice}`,
      related: [{ at: related, document, message: `This policy ${does} it.` }],
    },
    denies: decision.denies,
    also: `${gate} ${does} it, too${why}`,
  };
}

function ended(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
