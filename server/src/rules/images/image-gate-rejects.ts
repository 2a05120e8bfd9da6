import { isAllowedBy } from '../../gating/allowed-registries';
import type { PodDecision } from '../../gating/gate';
import type { Container } from '../../pod/container';
import { examplePod } from '../example';
import { links } from '../links';
import type { Finding, Rule } from '../rule';

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
  title: 'An image that a policy of the workspace refuses',
  why: 'The cluster will refuse the pod, or report it: better to know while the manifest is written than when a rollout stops. An image that the gate was made to keep out may also be why it is there.',
  fix: 'Use an image that the policy admits, or change the policy if the image is to be trusted.',
  references: [links.gateImages, links.admissionPolicies],
  examples: {
    bad: examplePod({ image: `docker.io/example/web@${DIGEST} # error: the policy refuses it` }) + POLICY,
    good: examplePod({ image: `registry.example.com/web@${DIGEST}` }) + POLICY,
  },

  *container(container, pod, { decisionsOn, allowedRegistries }) {
    const rejections = decisionsOn(pod).flatMap((decided) => rejection(decided, container, allowedRegistries) ?? []);
    // What is refused is worse than what is only reported.
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
  /** What is said where another policy comes first. */
  readonly also: string;
}

function rejection(
  { gate: { policy }, pod, decision }: PodDecision,
  container: Container,
  allowedRegistries: readonly string[],
): Rejection | undefined {
  const at = pod.images.findIndex(({ list, index }) => list === container.list && index === container.index);
  const made = decision.images[at];
  if (decision.applies !== 'yes' || made?.verdict !== 'rejects') return undefined;
  const { document, value } = policy;
  const image = pod.images[at]?.written;
  const isWritten = image === undefined || image === container.image;
  const which = made.isOfContainer
    ? `the container "${container.label}"`
    : `the image of "${container.label}"${isWritten ? '' : `, which a kustomization makes \`${image}\``}`;
  const does = decision.denies ? 'refuses' : 'reports';
  // The user's own list and the policy can't both be right; whoever reads this has to know.
  const isAllowed = !made.isOfContainer && allowedRegistries.length > 0 && isAllowedBy(allowedRegistries, image ?? '');
  const advice = isAllowed
    ? 'But `allowedRegistries` allows it: correct one of the two.'
    : made.isOfContainer
      ? 'Make the container what it asks for.'
      : 'Use an image that it admits.';
  const related = made.at?.exists ? made.at : value.at('metadata', 'name');
  const gate = `The ${policy.kind} "${policy.name ?? ''}"`;
  const why = made.reason ? `: ${ended(made.reason)}` : '.';
  return {
    finding: {
      at: container.value.get('image'),
      severity: decision.denies ? 'error' : 'warning',
      message: `${gate} ${does} ${which}${why} ${advice}`,
      related: [{ at: related, document, message: `This is what ${does} it.` }],
    },
    denies: decision.denies,
    also: `${gate} ${does} it, too${why}`,
  };
}

function ended(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
