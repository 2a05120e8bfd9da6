import type { AdmissionPod } from '../../../admission/admission-pod';
import type { Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import type { PolicyEngine } from '../../engine';
import { type Gate, type GateDecision, type ImageDecision, NOT_READABLE, VOLUMES_SKIPPED } from '../../gate';

/**
 * The admission plugin of the API server that asks a webhook about images (Admission Controllers,
 * "ImagePolicyWebhook").
 */
export const imagePolicyWebhook: PolicyEngine = {
  name: 'ImagePolicyWebhook',
  isImageGate: (resource) => pluginsOf(resource).length > 0,
  gates: (policies) =>
    policies
      .ofKind('apiserver.config.k8s.io', 'AdmissionConfiguration')
      .flatMap((policy) =>
        pluginsOf(policy).map((plugin) => ({ parts: [policy], build: () => new PluginGate(policy, plugin) })),
      ),
  weaknesses: (resource) =>
    pluginsOf(resource).flatMap((plugin) => {
      const at = defaultOf(plugin);
      return at.boolean === true
        ? [{ kind: 'fails-open' as const, at, effect: 'admits every image while its webhook does not answer' }]
        : [];
    }),
};

function pluginsOf({ kind, value }: Resource): YamlValue[] {
  if (kind !== 'AdmissionConfiguration') return [];
  return value.get('plugins').items.filter((plugin) => plugin.get('name').string === 'ImagePolicyWebhook');
}

/** Whether images are admitted while the webhook doesn't answer. The value can be in a separate file (`path`). */
function defaultOf(plugin: YamlValue): YamlValue {
  return plugin.at('configuration', 'imagePolicy', 'defaultAllow');
}

/** The API server asks it about every pod of the cluster, and about no other object. */
class PluginGate implements Gate {
  readonly engine = 'ImagePolicyWebhook';
  readonly policy: Resource;
  readonly #failsOpen: boolean;
  readonly #decision: ImageDecision;
  readonly #ofEphemeral: ImageDecision;

  constructor(policy: Resource, plugin: YamlValue) {
    this.policy = policy;
    this.#failsOpen = defaultOf(plugin).boolean === true;
    const at = plugin.get('name');
    this.#decision = { verdict: 'unknown', cause: { kind: 'webhook-answer' }, at };
    this.#ofEphemeral = { verdict: 'unknown', cause: { kind: 'ephemeral-by-version' }, at };
  }

  decide(pod: AdmissionPod): GateDecision {
    if (pod.objects.length === 0) return NOT_READABLE;
    return {
      applies: 'yes',
      denies: true,
      failsOpen: this.#failsOpen,
      images: pod.images.map(({ list }) => {
        if (list === 'volumes') return VOLUMES_SKIPPED;
        return list === 'ephemeralContainers' ? this.#ofEphemeral : this.#decision;
      }),
    };
  }
}
