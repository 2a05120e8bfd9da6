import type { Enforcement } from '../../engine';
import { isConstraint } from './kinds';
import { kindOfTemplate } from './template';

/**
 * The API server refuses a constraint until the template of its kind exists. This includes constraints of other engines
 * that Gatekeeper calls.
 */
export const constraintEnforcement: Enforcement = {
  enforcedBy: (resource) => {
    const kind = resource.kind === 'ConstraintTemplate' ? kindOfTemplate(resource) : undefined;
    return kind === undefined ? undefined : `template ${kind}`;
  },
  missingFor: (gate, enforced) => {
    // The engine is often installed with the templates of the library. Only a workspace that has other templates lacks
    // this one.
    const hasTemplates = [...enforced].some((key) => key.startsWith('template '));
    return isConstraint(gate) && hasTemplates && !enforced.has(`template ${gate.kind}`)
      ? `ConstraintTemplate for ${gate.kind}`
      : undefined;
  },
};
