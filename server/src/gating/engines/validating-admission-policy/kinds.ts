import { apiGroup, type Resource } from '../../../manifest/resource';
import { mentionsImages } from '../../weaknesses/policy-text';

export const ADMISSION_GROUP = 'admissionregistration.k8s.io';
export const ADMISSION_POLICY = 'ValidatingAdmissionPolicy';
export const ADMISSION_BINDING = `${ADMISSION_POLICY}Binding`;

export function isAdmissionGate(resource: Resource): boolean {
  return (
    apiGroup(resource) === ADMISSION_GROUP &&
    resource.kind === ADMISSION_POLICY &&
    mentionsImages(resource.value.get('spec'))
  );
}
