import type { AdmissionObject, AdmissionPod } from '../../../../admission/admission-pod';
import type { Cause } from '../../../../cause/cause';
import { sharedBy } from '../../../../cause/shared';
import { Unknowable } from '../../../../cause/unknown';
import type { Resource } from '../../../../manifest/resource';
import type { YamlValue } from '../../../../manifest/value';
import { type Gate, type GateDecision, type ImageDecision, notAsked } from '../../../gate';
import type { PolicySet } from '../../../policy-set';
import { type RuleCheck, type Scope, UNMENTIONED, worstOfEach } from '../decision/decisions';
import { toRuleSubject } from '../decision/subject';
import { compileConditions } from '../expression/conditions';
import { compileContext } from '../expression/rule-context';
import { Asking } from '../match/asking';
import { checkInEditions, holdsInEditions } from '../usage/editions';
import { compileAction, type FailureAction, isOpenOnFailure } from './actions';
import { compileChecks } from './rule-checks';

const NOT_MET = notAsked('no', { kind: 'preconditions-not-met' });
const preconditionsUnknown = sharedBy((because: Cause) => {
  return notAsked('unknown', { kind: 'preconditions-unknown', because });
});

/** A rule of a ClusterPolicy or Policy that is about images. */
export class KyvernoRuleGate implements Gate {
  readonly engine = 'Kyverno';
  readonly policy: Resource;
  readonly #asking: Asking;
  readonly #preconditions: ReturnType<typeof compileConditions> | undefined;
  readonly #scope: Scope;
  readonly #checks: readonly RuleCheck[];
  readonly #action: (pod: AdmissionPod) => FailureAction;
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

  decide(pod: AdmissionPod): GateDecision {
    const { by, objects } = this.#asking.asks(pod);
    return by.answer === 'yes' ? this.#evaluate(objects, pod) : notAsked(by.answer, by.cause);
  }

  #evaluate(objects: readonly AdmissionObject[], pod: AdmissionPod): GateDecision {
    const evaluated: (readonly ImageDecision[])[] = [];
    for (const object of objects) {
      const subject = toRuleSubject(object, pod);
      const isMeant = holdsInEditions((one) => this.#preconditions?.(this.#scope(one)) ?? true, subject);
      if (isMeant instanceof Unknowable) return preconditionsUnknown(isMeant.cause);
      if (isMeant) for (const check of this.#checks) evaluated.push(checkInEditions(check, subject, this.#scope));
    }
    if (evaluated.length === 0) return NOT_MET;
    const { denies, doubt } = this.#action(pod);
    const cause = doubt ?? this.#asking.match.note;
    const images = this.#asked(worstOfEach(evaluated, pod.images.length), pod);
    return { applies: 'yes', ...(cause && { cause }), denies, failsOpen: this.#failsOpen, images };
  }

  /** Skips the containers that the rule does not apply to. */
  #asked(decisions: readonly ImageDecision[], { images }: AdmissionPod): readonly ImageDecision[] {
    if (!this.#asking.match.isEphemeralOnly) return decisions;
    return decisions.map((decision, index) => (images[index]?.list === 'ephemeralContainers' ? decision : UNMENTIONED));
  }
}
