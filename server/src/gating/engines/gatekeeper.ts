import { apiGroup, type Resource } from '../../manifest/resource';
import type { GateEngine, Weakness } from '../gate-engine';
import type { PolicySet } from '../policy-set';
import { checksOf } from './gatekeeper/checks';
import { ConstraintGate, type Reading } from './gatekeeper/gate';
import { surroundingsIn, WEBHOOK_CONFIGURATION } from './gatekeeper/installation';
import { factsOfTemplate, kindOfTemplate, templateOf } from './gatekeeper/template';
import { ofConfiguration, ofConstraint, ofTemplate } from './gatekeeper/weaknesses';

const CONSTRAINTS = 'constraints.gatekeeper.sh';
const ADMISSION = 'admissionregistration.k8s.io';
const KINDS = [
  'K8sAllowedRepos',
  'K8sAllowedReposv2',
  'K8sDisallowedRepos',
  'K8sDisallowedReposv2',
  'K8sDisallowedTags',
  'K8sImageDigests',
];
/** A kind with other letters in upper case is one of somebody's own, about which nothing is known. */
const IS_KIND = new RegExp(`^(?:${KINDS.join('|')})$`, 'i');

/** Constraints of the templates about images in Gatekeeper's library. */
export const gatekeeper: GateEngine = {
  name: 'Gatekeeper',
  isImageGate: (resource) => apiGroup(resource) === CONSTRAINTS && IS_KIND.test(resource.kind),
  isPart: isPartOfGatekeeper,
  gates: (policies) => {
    const around = surroundingsIn(policies);
    return constraintsIn(policies).map((policy) => {
      const template = around.templateOf(policy.kind);
      return {
        parts: [policy, ...(template ? [template] : []), ...around.parts],
        build: () => new ConstraintGate(policy, readingOf(policy, template), around.installation(), around.expansions),
      };
    });
  },
  weaknesses: weaknessesOfGatekeeper,
};

function constraintsIn(policies: PolicySet): readonly Resource[] {
  return policies.ofKind(CONSTRAINTS).filter(gatekeeper.isImageGate);
}

function weaknessesOfGatekeeper(resource: Resource, policies: PolicySet): Weakness[] {
  if (gatekeeper.isImageGate(resource)) return ofConstraint(resource, templateOf(resource.kind, policies));
  if (!isPartOfGatekeeper(resource)) return [];
  switch (resource.kind) {
    case 'ConstraintTemplate':
      return constraintsIn(policies).some(({ kind }) => kind === kindOfTemplate(resource)) ? ofTemplate(resource) : [];
    case 'ValidatingWebhookConfiguration':
      // Those of other engines that Gatekeeper asks, too.
      return policies.ofKind(CONSTRAINTS).length > 0 ? ofConfiguration(resource) : [];
    default:
      return [];
  }
}

function isPartOfGatekeeper(resource: Resource): boolean {
  const { kind, name } = resource;
  switch (apiGroup(resource)) {
    case 'templates.gatekeeper.sh':
      return kind === 'ConstraintTemplate' && IS_KIND.test(kindOfTemplate(resource) ?? '');
    case 'config.gatekeeper.sh':
      return kind === 'Config';
    case 'expansion.gatekeeper.sh':
      return kind === 'ExpansionTemplate';
    case ADMISSION:
      return kind === 'ValidatingWebhookConfiguration' && name === WEBHOOK_CONFIGURATION;
    default:
      return false;
  }
}

function readingOf({ kind, value }: Resource, template: Resource | undefined): Reading {
  const facts = template && factsOfTemplate(template);
  return { engine: 'Gatekeeper', checks: checksOf(kind, value.at('spec', 'parameters'), facts) };
}
