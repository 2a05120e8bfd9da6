import type { Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import { type Gate, type GateDecision, type ImageDecision, notAsked } from '../../gate';
import type { AdmittedObject, GatedPod } from '../../gated-pod';
import type { PolicySet } from '../../policy-set';
import { type Action, compileAction, isOpenOnFailure } from './actions';
import { Asking } from './asking';
import { compileConditions } from './conditions';
import { type Check, type Scope, UNMENTIONED, worstOfEach } from './decisions';
import { checkInEditions, holdsInEditions } from './editions';
import { NOT_FILLED_IN } from './images';
import { compileChecks } from './rule-checks';
import { compileContext } from './rule-context';
import { subjectOf } from './subject';
import { Unknowable } from './unknowable';

const PRECONDITIONS = 'its preconditions are not met';

/** A rule of a ClusterPolicy or Policy that is about images. */
export class KyvernoRuleGate implements Gate {
  readonly engine = 'Kyverno';
  readonly policy: Resource;
  readonly #asking: Asking;
  readonly #preconditions: ReturnType<typeof compileConditions> | undefined;
  readonly #scope: Scope;
  readonly #checks: readonly Check[];
  readonly #action: (pod: GatedPod) => Action;
  readonly #failsOpen: boolean;

  constructor(policy: Resource, rule: YamlValue, exceptions: readonly Resource[], policies: PolicySet) {
    const spec = policy.value.get('spec');
    this.policy = policy;
    this.#asking = new Asking(policy, rule, exceptions);
    const preconditions = rule.get('preconditions');
    this.#preconditions = preconditions.exists ? compileConditions(preconditions) : undefined;
    const context = compileContext(rule.get('context'), policies);
    const hasOwn = rule.get('context').items.length > 0;
    this.#scope = hasOwn ? ({ variables }) => context.addTo(variables) : ({ variables }) => variables;
    this.#checks = compileChecks(rule, policies);
    this.#action = compileAction(rule, spec);
    this.#failsOpen = isOpenOnFailure(spec);
  }

  decide(pod: GatedPod): GateDecision {
    const { answer, reason, objects } = this.#asking.asks(pod);
    return answer === 'yes' ? this.#evaluate(objects, pod) : notAsked(answer, reason);
  }

  #evaluate(objects: readonly AdmittedObject[], pod: GatedPod): GateDecision {
    const evaluated: (readonly ImageDecision[])[] = [];
    for (const object of objects) {
      const subject = subjectOf(object, pod);
      const isMeant = holdsInEditions((one) => this.#preconditions?.(this.#scope(one)) ?? true, subject);
      if (isMeant instanceof Unknowable) {
        return notAsked('unknown', `it depends on its preconditions: ${isMeant.message}`);
      }
      if (isMeant) for (const check of this.#checks) evaluated.push(checkInEditions(check, subject, this.#scope));
    }
    if (evaluated.length === 0) return notAsked('no', PRECONDITIONS);
    const { denies, doubt } = this.#action(pod);
    const reason = doubt ?? this.#asking.match.note;
    const images = this.#inPlace(worstOfEach(evaluated, pod.images.length), pod);
    return { applies: 'yes', ...(reason !== undefined && { reason }), denies, failsOpen: this.#failsOpen, images };
  }

  /** Nothing is said of images that nobody knows yet, nor of containers that the rule isn't asked about. */
  #inPlace(decisions: readonly ImageDecision[], { images }: GatedPod): readonly ImageDecision[] {
    const { isEphemeralOnly } = this.#asking.match;
    if (!isEphemeralOnly && images.every(({ image }) => image !== undefined)) return decisions;
    return decisions.map((decision, at) => {
      if (isEphemeralOnly && images[at]?.list !== 'ephemeralContainers') return UNMENTIONED;
      if (images[at]?.image !== undefined || decision.verdict === 'skips') return decision;
      return { ...decision, verdict: 'unknown', reason: NOT_FILLED_IN };
    });
  }
}
