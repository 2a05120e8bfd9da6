import { apiGroup, type Resource } from '../../manifest/resource';
import type { GateEngine } from '../gate-engine';
import { sameFor } from './gatekeeper/checks';
import { ConstraintGate, type Reading } from './gatekeeper/gate';
import { unknown } from './gatekeeper/image-checks';
import { surroundingsIn } from './gatekeeper/installation';
import { kindOfTemplate, listsOfTemplate } from './gatekeeper/template';

const KIND = 'RatifyVerification';

/** Ratify, which Gatekeeper asks about images by a constraint ("Ratify on Kubernetes"); the match is the constraint's. */
export const ratify: GateEngine = {
  name: 'Ratify',
  isImageGate: (resource) => apiGroup(resource) === 'config.ratify.deislabs.io' || resource.kind === KIND,
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
};

function readingOf(template: Resource | undefined): Reading {
  const check = unknown('whether the image is signed is known to Ratify and its registry alone');
  return { engine: 'Ratify', checks: sameFor(listsOfTemplate(template), check) };
}
