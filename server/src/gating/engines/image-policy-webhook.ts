import type { Resource } from '../../manifest/resource';
import type { YamlValue } from '../../manifest/value';
import { type Gate, type GateDecision, type ImageDecision, NOT_READABLE, notAsked } from '../gate';
import type { GateEngine } from '../gate-engine';
import type { GatedPod } from '../gated-pod';

/** The API server's plugin that asks a webhook about images (Admission Controllers, "ImagePolicyWebhook"). */
export const imagePolicyWebhook: GateEngine = {
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
        ? [{ kind: 'fails-open' as const, at, does: 'admits every image while its webhook does not answer' }]
        : [];
    }),
};

function pluginsOf({ kind, value }: Resource): YamlValue[] {
  if (kind !== 'AdmissionConfiguration') return [];
  return value.get('plugins').items.filter((plugin) => plugin.get('name').string === 'ImagePolicyWebhook');
}

/** Whether images are admitted while the webhook doesn't answer; it may be in a file of its own (`path`). */
function defaultOf(plugin: YamlValue): YamlValue {
  return plugin.at('configuration', 'imagePolicy', 'defaultAllow');
}

/** It is asked about every pod of the cluster and about nothing else. */
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
    this.#decision = { verdict: 'unknown', reason: 'what its webhook answers is known to the webhook alone', at };
    this.#ofEphemeral = {
      verdict: 'unknown',
      reason: 'API servers before 1.24.15, 1.25.11, 1.26.6 and 1.27.3 do not ask it about ephemeral containers',
      at,
    };
  }

  decide(pod: GatedPod): GateDecision {
    if (pod.objects.length === 0) return notAsked('unknown', NOT_READABLE);
    return {
      applies: 'yes',
      denies: true,
      failsOpen: this.#failsOpen,
      images: pod.images.map(({ list }) => (list === 'ephemeralContainers' ? this.#ofEphemeral : this.#decision)),
    };
  }
}
