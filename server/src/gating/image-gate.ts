import { apiGroup, type Resource } from '../manifest/resource';
import type { YamlValue } from '../manifest/value';

/** A policy that decides which images may run. */
export interface ImageGate {
  readonly engine: string;
  readonly kind: string;
  readonly name: string | undefined;
}

interface Engine {
  readonly name: string;
  isImageGate(resource: Resource): boolean;
}

/** The policy engines whose image gates we recognise, each by the kinds that its documentation names. */
const ENGINES: readonly Engine[] = [
  {
    name: 'ValidatingAdmissionPolicy',
    isImageGate: (resource) =>
      apiGroup(resource) === 'admissionregistration.k8s.io' &&
      resource.kind === 'ValidatingAdmissionPolicy' &&
      mentionsImages(resource.value.get('spec')),
  },
  {
    name: 'Kyverno',
    isImageGate: (resource) => {
      const group = apiGroup(resource);
      if (group === 'kyverno.io' && ['ClusterPolicy', 'Policy'].includes(resource.kind)) {
        return resource.value.at('spec', 'rules').items.some((rule) => {
          return rule.get('verifyImages').exists || mentionsImages(rule.get('validate'));
        });
      }
      if (group !== 'policies.kyverno.io') return false;
      if (/^(?:Namespaced)?ImageValidatingPolicy$/.test(resource.kind)) return true;
      return /^(?:Namespaced)?ValidatingPolicy$/.test(resource.kind) && mentionsImages(resource.value.get('spec'));
    },
  },
  {
    name: 'Gatekeeper',
    isImageGate: (resource) =>
      apiGroup(resource) === 'constraints.gatekeeper.sh' &&
      /^K8s(?:Allowed|Disallowed)Repos(?:v2)?$|^K8sDisallowedTags$|^K8sImageDigests$/i.test(resource.kind),
  },
  {
    name: 'sigstore policy-controller',
    isImageGate: (resource) => apiGroup(resource) === 'policy.sigstore.dev' && resource.kind === 'ClusterImagePolicy',
  },
  {
    name: 'Ratify',
    isImageGate: (resource) =>
      apiGroup(resource) === 'config.ratify.deislabs.io' || resource.kind === 'RatifyVerification',
  },
  {
    name: 'Connaisseur',
    isImageGate: (resource) =>
      resource.kind === 'ValidatingWebhookConfiguration' || resource.kind === 'MutatingWebhookConfiguration'
        ? /connaisseur/.test(resource.name ?? '')
        : false,
  },
  {
    name: 'ImagePolicyWebhook',
    isImageGate: (resource) =>
      resource.kind === 'AdmissionConfiguration' &&
      resource.value.get('plugins').items.some((plugin) => plugin.get('name').string === 'ImagePolicyWebhook'),
  },
];

/** The gate that a resource is, if it is one of a known kind. Whom it covers is not asked here. */
export function imageGateOf(resource: Resource): ImageGate | undefined {
  const engine = ENGINES.find((candidate) => candidate.isImageGate(resource));
  return engine && { engine: engine.name, kind: resource.kind, name: resource.name };
}

/** What a policy says to people. */
const PROSE = new Set(['message', 'messageExpression', 'description', 'metadata']);

/** Whether a policy's keys or expressions speak of images at all. */
function mentionsImages(value: YamlValue, seen = new Set<unknown>()): boolean {
  // By an alias a value can be inside itself, or in very many places.
  if ((value.isList || value.isMap) && seen.has(value.node)) return false;
  seen.add(value.node);
  if (value.isList) return value.items.some((item) => mentionsImages(item, seen));
  if (value.isMap) {
    return value.entries.some(
      (entry) => !PROSE.has(entry.key) && (/^[=+^<(]*images?\b/.test(entry.key) || mentionsImages(entry.value, seen)),
    );
  }
  // Expressions (CEL, JMESPath) reach images as a field: `c.image`, `images.containers`.
  return /\.images?\b|\bimages\./.test(value.label ?? '');
}
