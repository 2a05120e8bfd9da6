import { jsonAt } from '../../../manifest/json';
import type { Resource } from '../../../manifest/resource';
import { type AdmissionWebhook, readWebhook } from '../../admission-webhook';
import type { Asked } from '../../asked';
import { type Gate, type GateDecision, type ImageDecision, NOT_READABLE, notAsked } from '../../gate';
import type { GatedImage, GatedPod } from '../../gated-pod';
import { goNameOf } from '../../go-name';
import type { Parameter } from '../../policy-set';
import { type ImageRules, imageRulesOf } from './image-rules';

/**
 * Connaisseur, as its webhook configuration puts it into force. It looks at every list of containers of workloads and of
 * pods, and into a namespace as `namespacedValidation` has it, which is the selector of the webhook.
 */
export class ConnaisseurGate implements Gate {
  readonly engine = 'Connaisseur';
  readonly policy: Resource;
  readonly #webhooks: readonly AdmissionWebhook[];
  readonly #rules: ImageRules;
  readonly #denies: boolean;

  /** @param environment the ConfigMap with its settings, if the workspace has it */
  constructor(policy: Resource, config: Parameter | undefined, environment: Parameter | undefined) {
    this.policy = policy;
    this.#webhooks = policy.value.get('webhooks').items.map((webhook) => readWebhook(webhook));
    this.#rules = imageRulesOf(config);
    // Detection mode warns and admits ("Detection Mode").
    this.#denies = !/^(?:true|1)$/i.test(String(jsonAt(environment?.data, 'data', 'DETECTION_MODE') ?? ''));
  }

  decide(pod: GatedPod): GateDecision {
    if (pod.objects.length === 0) return notAsked('unknown', NOT_READABLE);
    const asked = this.#webhooks.map((webhook) => ({ webhook, ...isAsked(webhook, pod) }));
    const about = asked.find(({ answer }) => answer === 'yes') ?? asked.find(({ answer }) => answer === 'unknown');
    if (!about) return notAsked('no', asked[0]?.reason ?? 'its configuration has no webhook');
    return {
      applies: about.answer,
      ...(about.answer === 'unknown' && { reason: about.reason }),
      denies: this.#denies,
      failsOpen: about.webhook.failsOpen,
      images: pod.images.map((image) => this.#decideImage(image)),
    };
  }

  #decideImage({ image }: GatedImage): ImageDecision {
    if (image === undefined) return NO_IMAGE;
    const name = goNameOf(image);
    // What it can't parse it refuses (Connaisseur 3, package image).
    return 'problem' in name ? { verdict: 'rejects', reason: `Connaisseur ${name.problem}` } : this.#rules(name);
  }
}

const NO_IMAGE: ImageDecision = { verdict: 'unknown', reason: 'the image is still to be filled in' };

/** Of a workload, the pod is the last to be asked about; one answer that it is asked is enough. */
function isAsked(webhook: AdmissionWebhook, pod: GatedPod): Asked {
  const asked = pod.objects.map((object) => webhook.asksAbout(object, pod));
  const found = asked.find(({ answer }) => answer === 'yes') ?? asked.find(({ answer }) => answer === 'unknown');
  return found ?? asked.at(-1) ?? { answer: 'no', reason: '' };
}
