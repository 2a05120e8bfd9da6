import type { Resource } from '../../../manifest/resource';
import type { PolicyEngine } from '../../engine';
import { webhookWeaknesses } from '../../weaknesses/webhook-weaknesses';
import { ConnaisseurGate } from './gate';
import { CONFIGURATION } from './image-rules';

const KINDS = ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'];

/** Connaisseur. Its webhook identifies it; its policy is in a ConfigMap or in the values of its Helm chart. */
export const connaisseur: PolicyEngine = {
  name: 'Connaisseur',
  namespace: 'connaisseur',
  isImageGate: isWebhook,
  gates: (policies) => {
    const webhooks = policies.ofKind('admissionregistration.k8s.io', ...KINDS).filter(isWebhook);
    if (webhooks.length === 0) return [];
    const configMaps = policies
      .parameters({ apiVersion: 'v1', kind: 'ConfigMap' })
      .filter(({ data }) => data !== undefined);
    const config = configMaps.find(({ name }) => name === CONFIGURATION);
    const environment = configMaps.find(({ name }) => name === 'connaisseur-env');
    return webhooks.map((policy) => ({
      parts: [policy, ...[config, environment].flatMap((part) => part?.identity ?? [])],
      build: () => new ConnaisseurGate(policy, config, environment),
    }));
  },
  weaknesses: (resource) => {
    if (!isWebhook(resource)) return [];
    // The chart has a second configuration without rules, which replaces the first during an uninstall.
    const asked = resource.value.get('webhooks').items.filter((webhook) => webhook.get('rules').items.length > 0);
    return asked.flatMap((webhook) => webhookWeaknesses(webhook, connaisseur.name));
  },
  namespaceLabels: [
    {
      // `namespacedValidation` has one mode for each label ("Namespaced Validation").
      name: 'securesystemsengineering.connaisseur/webhook',
      optIn: 'validate',
      byDefault: { out: 'ignore' },
    },
  ],
};

function isWebhook({ kind, name }: Resource): boolean {
  return KINDS.includes(kind) && /connaisseur/.test(name ?? '');
}
