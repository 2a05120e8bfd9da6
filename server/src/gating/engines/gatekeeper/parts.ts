import { apiGroup, type Resource } from '../../../manifest/resource';
import type { PolicySet } from '../../policy-set';
import { WEBHOOK_CONFIGURATION } from './installation';
import { CONSTRAINTS, isImageConstraint, isImageKind } from './kinds';
import { kindOfTemplate } from './template';

const ADMISSION = 'admissionregistration.k8s.io';

/** The constraints about images. */
export function constraintsIn(policies: PolicySet): readonly Resource[] {
  return policies.ofKind(CONSTRAINTS).filter(isImageConstraint);
}

/** Whether a resource defines, configures or calls constraints about images. */
export function isPartOfGatekeeper(resource: Resource): boolean {
  const { kind, name } = resource;
  switch (apiGroup(resource)) {
    case 'templates.gatekeeper.sh':
      return kind === 'ConstraintTemplate' && isImageKind(kindOfTemplate(resource) ?? '');
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
