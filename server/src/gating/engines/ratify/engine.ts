import { apiGroup, type Resource } from '../../../manifest/resource';
import type { PolicyEngine } from '../../engine';
import { sameFor } from '../gatekeeper/checks';
import { ConstraintGate, type Reading } from '../gatekeeper/gate';
import { unknownCheck } from '../gatekeeper/image-checks';
import { surroundingsIn } from '../gatekeeper/installation';
import { kindOfTemplate, listsOfTemplate } from '../gatekeeper/template';

const KIND = 'RatifyVerification';
const GROUP = 'config.ratify.deislabs.io';

/**
 * Ratify, which Gatekeeper calls for images because of a constraint ("Ratify on Kubernetes"). The constraint has the
 * match.
 */
export const ratify: PolicyEngine = {
  name: 'Ratify',
  isImageGate: (resource) => apiGroup(resource) === GROUP || resource.kind === KIND,
  isPart: (resource) => resource.kind === 'ConstraintTemplate' && kindOfTemplate(resource) === KIND,
  gates: (policies) => {
    const around = surroundingsIn(policies);
    return policies.ofKind('constraints.gatekeeper.sh', KIND).map((policy) => {
      const template = around.templateOf(KIND);
      return {
        parts: [policy, ...(template ? [template] : []), ...around.parts],
        build: () => new ConstraintGate(policy, readingOf(template), around.installation(), around.expansions),
      };
    });
  },
  // Stores, verifiers, policies and keys; those with a namespace are for one namespace only.
  apiResources: [{ group: GROUP }],
};

function readingOf(template: Resource | undefined): Reading {
  const check = unknownCheck({ kind: 'signature', verifier: 'Ratify' });
  return { engine: 'Ratify', checks: sameFor(listsOfTemplate(template), check) };
}
