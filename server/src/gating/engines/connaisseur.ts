import type { Resource } from '../../manifest/resource';
import type { GateEngine } from '../gate-engine';
import { webhookWeaknesses } from '../webhook-weaknesses';
import { ConnaisseurGate } from './connaisseur/gate';
import { CONFIGURATION } from './connaisseur/image-rules';

const KINDS = ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'];

/** Connaisseur, which is known by its webhook; its policy is in a ConfigMap or in the values of its Helm chart. */
export const connaisseur: GateEngine = {
  name: 'Connaisseur',
  isImageGate: isWebhook,
  gates: (policies) => {
    const webhooks = policies.ofKind('admissionregistration.k8s.io', ...KINDS).filter(isWebhook);
    if (webhooks.length === 0) return [];
    const configMaps = policies.parameters({ apiVersion: 'v1', kind: 'ConfigMap' });
    const config = configMaps.find(({ name }) => name === CONFIGURATION);
    const environment = configMaps.find(({ name }) => name === 'connaisseur-env');
    return webhooks.map((policy) => ({
      parts: [policy, ...[config, environment].flatMap((part) => part?.identity ?? [])],
      build: () => new ConnaisseurGate(policy, config, environment),
    }));
  },
  weaknesses: (resource) => {
    if (!isWebhook(resource)) return [];
    // Its chart has one without rules, which takes the other one's place while it is removed.
    const asked = resource.value.get('webhooks').items.filter((webhook) => webhook.get('rules').items.length > 0);
    return asked.flatMap((webhook) => webhookWeaknesses(webhook, connaisseur.name));
  },
};

function isWebhook({ kind, name }: Resource): boolean {
  return KINDS.includes(kind) && /connaisseur/.test(name ?? '');
}
