import type { Resource } from '../../../manifest/resource';
import type { PolicyEngine } from '../../engine';
import { checksOf } from './checks';
import { constraintEnforcement } from './enforcement';
import { exemptionsOfConstraint } from './exemptions';
import { ConstraintGate, type Reading } from './gate';
import { gatekeeperImageMutation } from './image-mutation';
import { gatekeeperInjections } from './injections';
import { IGNORE, OWN_NAMESPACE, surroundingsIn } from './installation';
import { CONSTRAINTS, isImageConstraint, MUTATORS } from './kinds';
import { newConstraint } from './new-gate';
import { OWN_KIND } from './own-template';
import { constraintsIn, isPartOfGatekeeper } from './parts';
import { factsOfTemplate } from './template';
import { weaknessesOfGatekeeper } from './weaknesses';

/** Constraints of the image templates in Gatekeeper's library, and of the template that this product writes. */
export const gatekeeper: PolicyEngine = {
  name: 'Gatekeeper',
  namespace: OWN_NAMESPACE,
  programs: ['docker.io/openpolicyagent/gatekeeper'],
  isImageGate: isImageConstraint,
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
  validatesAfterMutation: true,
  enforcement: constraintEnforcement,
  weaknesses: weaknessesOfGatekeeper,
  exemptions: exemptionsOfConstraint,
  // The label counts with any value (Exempting Namespaces, "--exempt-namespace").
  namespaceLabels: [{ name: IGNORE, byDefault: { out: undefined } }],
  imageMutation: gatekeeperImageMutation,
  injections: gatekeeperInjections,
  newGate: { kinds: [{ group: CONSTRAINTS, kind: OWN_KIND }], write: newConstraint },
  apiResources: [
    { group: 'templates.gatekeeper.sh', resources: ['constrainttemplates'] },
    { group: MUTATORS, resources: ['assign', 'assignimage', 'modifyset'] },
    { group: 'externaldata.gatekeeper.sh', resources: ['providers'] },
    { group: 'expansion.gatekeeper.sh', resources: ['expansiontemplate'] },
    // It exempts namespaces, in the namespace of the installation.
    { group: 'config.gatekeeper.sh', resources: ['configs'], isNamespaced: true },
    // Every kind of constraint is an API resource of its own.
    { group: CONSTRAINTS },
  ],
};

function readingOf({ kind, value }: Resource, template: Resource | undefined): Reading {
  const facts = template && factsOfTemplate(template);
  return { engine: 'Gatekeeper', checks: checksOf(kind, value.at('spec', 'parameters'), facts) };
}
