import type { ApiObject } from '../../api/types';

const GROUP = 'admissionregistration.k8s.io/v1';

/** A policy that denies pods by an expression, with its binding. */
export function policyOf(expression: string, failurePolicy: 'Fail' | 'Ignore'): ApiObject[] {
  const rule = { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] };
  const policy = {
    apiVersion: GROUP,
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: 'images' },
    spec: {
      failurePolicy,
      matchConstraints: { resourceRules: [rule] },
      validations: [{ expression, message: 'no' }],
    },
  };
  const binding = {
    apiVersion: GROUP,
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: 'images' },
    spec: { policyName: 'images', validationActions: ['Deny'] },
  };
  return [policy, binding];
}
