import { apiGroup } from '../../manifest/resource';
import type { GateEngine } from '../gate-engine';
import { failsOpen } from '../policy-text';

export const ratify: GateEngine = {
  name: 'Ratify',
  isImageGate: (resource) =>
    apiGroup(resource) === 'config.ratify.deislabs.io' || resource.kind === 'RatifyVerification',
};

export const connaisseur: GateEngine = {
  name: 'Connaisseur',
  isImageGate: ({ kind, name }) =>
    (kind === 'ValidatingWebhookConfiguration' || kind === 'MutatingWebhookConfiguration') &&
    /connaisseur/.test(name ?? ''),
  weaknesses: (resource) =>
    connaisseur.isImageGate(resource)
      ? resource.value.get('webhooks').items.flatMap((webhook) => failsOpen(webhook.get('failurePolicy')))
      : [],
};

/** The API server's plugin that asks a webhook about images (Admission Controllers, "ImagePolicyWebhook"). */
export const imagePolicyWebhook: GateEngine = {
  name: 'ImagePolicyWebhook',
  isImageGate: ({ kind, value }) =>
    kind === 'AdmissionConfiguration' &&
    value.get('plugins').items.some((plugin) => plugin.get('name').string === 'ImagePolicyWebhook'),
  weaknesses: (resource) => {
    if (!imagePolicyWebhook.isImageGate(resource)) return [];
    return resource.value.get('plugins').items.flatMap((plugin) => {
      const at = plugin.at('configuration', 'imagePolicy', 'defaultAllow');
      return at.boolean === true
        ? [{ kind: 'fails-open' as const, at, does: 'admits every image while its webhook does not answer' }]
        : [];
    });
  },
};
