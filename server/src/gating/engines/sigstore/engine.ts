import type { PolicyEngine } from '../../engine';
import { ImagePolicyGate, NoMatchGate } from './gate';
import { ImagePolicy } from './image-policy';
import { INCLUDE, PolicyControllerInstallation, WEBHOOK } from './installation';
import { ENGINE_NAME, IMAGE_POLICY, isImagePolicy, isWebhookConfiguration, POLICY_GROUP, WEBHOOK_GROUP } from './kinds';
import { weaknessesOfPolicyController } from './weaknesses';

/**
 * The policies of sigstore's policy-controller, which checks every container list. The product writes no gate for it:
 * only the user knows whose signatures count. A made-up signer would look like a decision, or deny every image.
 */
export const sigstore: PolicyEngine = {
  name: ENGINE_NAME,
  namespace: 'cosign-system',
  programs: ['ghcr.io/sigstore/policy-controller/policy-controller'],
  isImageGate: isImagePolicy,
  isPart: isWebhookConfiguration,
  gates: (policies) => {
    const resources = policies.ofKind(POLICY_GROUP, IMAGE_POLICY);
    if (resources.length === 0) return [];
    const configuration = policies
      .ofKind(WEBHOOK_GROUP, 'ValidatingWebhookConfiguration')
      .find(({ name }) => name === WEBHOOK);
    // Its namespace is the one that policy-controller is installed in.
    const config = policies
      .parameters({ apiVersion: 'v1', kind: 'ConfigMap' })
      .find(({ name, data }) => name === 'config-policy-controller' && data !== undefined);
    const installation = new PolicyControllerInstallation(configuration, config);
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
  weaknesses: weaknessesOfPolicyController,
  namespaceLabels: [
    // By default it checks only namespaces that opt in ("Enable policy-controller for namespaces").
    { name: INCLUDE, optIn: 'true', byDefault: { out: 'false', remedy: 'true' } },
    // If its webhook is configured so, it checks all namespaces that do not opt out.
    { name: 'policy.sigstore.dev/exclude' },
  ],
  apiResources: [{ group: POLICY_GROUP, resources: ['clusterimagepolicies', 'trustroots'] }],
};
