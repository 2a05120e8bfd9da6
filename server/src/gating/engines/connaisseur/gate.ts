import type { AdmissionImage, AdmissionPod } from '../../../admission/admission-pod';
import { type AdmissionWebhook, readWebhook } from '../../../admission/admission-webhook';
import { type Applicability, doesNotApply } from '../../../admission/applicability';
import type { Cause } from '../../../cause/cause';
import { sharedBy } from '../../../cause/shared';
import { goNameOf } from '../../../image/go-name';
import { jsonAt } from '../../../manifest/json';
import type { Resource } from '../../../manifest/resource';
import {
  type Gate,
  type GateDecision,
  type ImageDecision,
  NOT_FILLED_IN,
  NOT_READABLE,
  notAsked,
  VOLUMES_SKIPPED,
} from '../../gate';
import type { Parameter } from '../../policy-set';
import { type ImageRules, imageRulesOf } from './image-rules';

/**
 * Connaisseur, as its webhook configuration puts it into force. It checks every list of containers of workloads and
 * pods. The selector of the webhook, which `namespacedValidation` sets, chooses the namespaces.
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
    // In detection mode it warns and admits ("Detection Mode").
    this.#denies = !/^(?:true|1)$/i.test(String(jsonAt(environment?.data, 'data', 'DETECTION_MODE') ?? ''));
  }

  decide(pod: AdmissionPod): GateDecision {
    if (pod.objects.length === 0) return NOT_READABLE;
    const asked = this.#webhooks.map((webhook) => ({ webhook, by: isAsked(webhook, pod) }));
    const about = asked.find(({ by }) => by.answer === 'yes') ?? asked.find(({ by }) => by.answer === 'unknown');
    if (!about || about.by.answer === 'no') return notAsked('no', asked[0]?.by.cause ?? NO_WEBHOOK);
    const { answer, cause } = about.by;
    return {
      applies: answer,
      ...(answer === 'unknown' && { cause }),
      denies: this.#denies,
      failsOpen: about.webhook.failsOpen,
      images: pod.images.map((image) => this.#decideImage(image)),
    };
  }

  #decideImage({ image, list }: AdmissionImage): ImageDecision {
    if (list === 'volumes') return VOLUMES_SKIPPED;
    if (image === undefined) return NOT_FILLED_IN;
    const name = goNameOf(image);
    // Connaisseur denies an image that it cannot parse (Connaisseur 3, package image).
    return 'problem' in name ? refusal(name.problem) : this.#rules(name);
  }
}

const NO_WEBHOOK: Cause = { kind: 'no-webhook' };
const refusal = sharedBy((problem: string): ImageDecision => {
  return { verdict: 'rejects', cause: { kind: 'engine-refuses', engine: 'Connaisseur', problem } };
});

/** The pod is the last object of a workload. One object that the webhook is called for is enough. */
function isAsked(webhook: AdmissionWebhook, pod: AdmissionPod): Applicability {
  const asked = pod.objects.map((object) => webhook.asksAbout(object, pod));
  const found = asked.find(({ answer }) => answer === 'yes') ?? asked.find(({ answer }) => answer === 'unknown');
  return found ?? asked.at(-1) ?? doesNotApply(NO_WEBHOOK);
}
