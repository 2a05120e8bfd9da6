import { apiGroup, type Resource } from '../../../manifest/resource';
import { WEBHOOK } from './installation';

/** The name of the engine in messages. */
export const ENGINE_NAME = 'sigstore policy-controller';
export const POLICY_GROUP = 'policy.sigstore.dev';
export const IMAGE_POLICY = 'ClusterImagePolicy';
export const WEBHOOK_GROUP = 'admissionregistration.k8s.io';

export function isImagePolicy(resource: Resource): boolean {
  return apiGroup(resource) === POLICY_GROUP && resource.kind === IMAGE_POLICY;
}

export function isWebhookConfiguration(resource: Resource): boolean {
  const { kind, name } = resource;
  return apiGroup(resource) === WEBHOOK_GROUP && kind === 'ValidatingWebhookConfiguration' && name === WEBHOOK;
}
