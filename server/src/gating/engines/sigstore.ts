import { apiGroup, type Resource } from '../../manifest/resource';
import type { GateEngine } from '../gate-engine';
import { webhookWeaknesses } from '../webhook-weaknesses';
import { ImagePolicyGate, NoMatchGate } from './sigstore/gate';
import { ImagePolicy } from './sigstore/image-policy';
import { Installation, WEBHOOK, webhookIn } from './sigstore/installation';

const ADMISSION = 'admissionregistration.k8s.io';

/** The policies of sigstore's policy-controller; it looks at every container list. */
export const sigstore: GateEngine = {
  name: 'sigstore policy-controller',
  isImageGate: (resource) => apiGroup(resource) === 'policy.sigstore.dev' && resource.kind === 'ClusterImagePolicy',
  isPart: isConfiguration,
  gates: (policies) => {
    const resources = policies.ofKind('policy.sigstore.dev', 'ClusterImagePolicy');
    if (resources.length === 0) return [];
    const configuration = policies
      .ofKind(ADMISSION, 'ValidatingWebhookConfiguration')
      .find(({ name }) => name === WEBHOOK);
    // Its namespace is where policy-controller is installed.
    const config = policies
      .parameters({ apiVersion: 'v1', kind: 'ConfigMap' })
      .find(({ name }) => name === 'config-policy-controller');
    const installation = new Installation(configuration, config);
    const parts = [...(configuration ? [configuration] : []), ...(config ? [config.identity] : [])];
    const own = resources.map((resource) => ({
      parts: [resource, ...parts],
      build: () => new ImagePolicyGate(new ImagePolicy(resource), installation),
    }));
    const [first] = resources;
    if (!first || installation.noMatch === 'allow') return own;
    const rest = {
      parts: [...resources, ...parts],
      build: () => {
        const all = resources.map((resource) => new ImagePolicy(resource));
        return new NoMatchGate(first, all, installation);
      },
    };
    return [...own, rest];
  },
  weaknesses: (resource, policies) => {
    if (isConfiguration(resource)) {
      // Without policies, nothing is decided there.
      if (policies.ofKind('policy.sigstore.dev', 'ClusterImagePolicy').length === 0) return [];
      return webhookIn(resource).flatMap((webhook) => webhookWeaknesses(webhook, sigstore.name));
    }
    const mode = resource.value.at('spec', 'mode');
    if (!sigstore.isImageGate(resource) || mode.string !== 'warn') return [];
    return [{ kind: 'audit-only', at: mode, does: 'warns about images but denies none', remedy: 'enforce' }];
  },
};

function isConfiguration(resource: Resource): boolean {
  const { kind, name } = resource;
  return apiGroup(resource) === ADMISSION && kind === 'ValidatingWebhookConfiguration' && name === WEBHOOK;
}
