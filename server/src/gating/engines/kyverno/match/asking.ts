import type { AdmissionObject, AdmissionPod } from '../../../../admission/admission-pod';
import { APPLIES, type Applicability, doesNotApply, mayApply } from '../../../../admission/applicability';
import type { Resource } from '../../../../manifest/resource';
import type { YamlValue } from '../../../../manifest/value';
import type { CelConditions } from '../../validating-admission-policy/cel-conditions';
import { policyText } from '../expression/policy-json';
import { generatedKinds, generatedName } from './autogen';
import { kyvernoConditions } from './cel-exceptions';
import { Exceptions } from './exceptions';
import { compileMatch, type RuleMatch } from './match';
import { makersOf, outOfScope } from './scope';

/** Whether a rule applies to the creation of a pod, and the objects that it is evaluated on; otherwise the reason. */
export interface RuleApplicability {
  readonly by: Applicability;
  readonly objects: readonly AdmissionObject[];
}

/** An object whose creation triggers a rule, and the object that the rule is then evaluated on. */
interface Request {
  readonly of: AdmissionObject;
  readonly on: AdmissionObject;
  readonly rule: string;
  readonly by: Applicability;
}

const ONE_RULE = notAbout(mayApply({ kind: 'one-rule-only' }));
const UNREADABLE = notAbout(mayApply({ kind: 'manifest-incomplete' }));
const CONDITIONS_NOT_MET = doesNotApply({ kind: 'match-conditions-not-met' });
const CONDITIONS_UNKNOWN = mayApply({ kind: 'match-conditions-unknown', of: 'policy' });

/** Decides when a rule applies: by the scope of its policy, its `match` and `exclude`, and the exceptions to it. */
export class Asking {
  readonly match: RuleMatch;
  readonly #policy: Resource;
  readonly #name: string;
  readonly #generated: readonly string[];
  readonly #exceptions: Exceptions | undefined;
  /**
   * The API server evaluates these conditions before it calls Kyverno for the policy ("Policy Settings",
   * webhookConfiguration).
   */
  readonly #conditions: CelConditions | undefined;
  readonly #isOneOfSeveral: boolean;

  constructor(policy: Resource, rule: YamlValue, exceptions: readonly Resource[]) {
    this.match = compileMatch(rule);
    this.#policy = policy;
    this.#name = policyText(rule.get('name')) ?? '';
    this.#generated = this.match.kinds.some(({ kind }) => kind === 'Pod') ? generatedKinds(policy) : [];
    this.#exceptions = exceptions.length > 0 ? new Exceptions(exceptions, policy) : undefined;
    const conditions = policy.value.at('spec', 'webhookConfiguration', 'matchConditions').items;
    this.#conditions = conditions.length > 0 ? kyvernoConditions(conditions) : undefined;
    this.#isOneOfSeveral = policyText(policy.value.at('spec', 'applyRules')) === 'One' && rule.index !== 0;
  }

  asks(pod: AdmissionPod): RuleApplicability {
    const elsewhere = outOfScope(this.#policy, pod);
    if (elsewhere) return notAbout(elsewhere);
    const last = pod.objects.at(-1);
    if (!last) return UNREADABLE;
    const asked = this.#asks(makersOf(pod), last, pod);
    return asked.by.answer === 'yes' && this.#isOneOfSeveral ? ONE_RULE : asked;
  }

  #asks(makers: readonly AdmissionObject[], last: AdmissionObject, pod: AdmissionPod): RuleApplicability {
    const matched = this.match.matches(last, pod);
    const isByPodAlone = makers.every(({ kind }) => this.#generated.includes(kind));
    if (isByPodAlone && !this.#exceptions && !this.#conditions) return { by: matched, objects: [last] };
    const left = this.#requests(makers, last, matched, pod).map((request) =>
      this.#unlessExempt(this.#ifCalled(request, pod), pod),
    );
    const certain = left.filter(({ by }) => by.answer === 'yes');
    if (certain.length > 0) return { by: APPLIES, objects: [...new Set(certain.map(({ on }) => on))] };
    return notAbout((left.find(({ by }) => by.answer === 'unknown') ?? left[0])?.by ?? matched);
  }

  /**
   * The requests that trigger the rule: for the pod, and before it for the objects that create the pod, if the rule
   * matches them or Kyverno generates a rule for them.
   */
  #requests(
    makers: readonly AdmissionObject[],
    last: AdmissionObject,
    matched: Applicability,
    pod: AdmissionPod,
  ): Request[] {
    const rule = this.#name;
    const byPod: Request[] = matched.answer === 'no' ? [] : [{ of: last, on: last, rule, by: matched }];
    const byMakers = makers.flatMap((maker): Request[] => {
      if (this.#generated.includes(maker.kind)) {
        return byPod.map((request) => ({ ...request, of: maker, rule: generatedName(rule, maker.kind) }));
      }
      const byOwn = this.match.matches(maker, pod);
      return byOwn.answer === 'no' ? [] : [{ of: maker, on: maker, rule, by: byOwn }];
    });
    return [...byPod, ...byMakers];
  }

  #ifCalled(request: Request, pod: AdmissionPod): Request {
    const called = this.#conditions?.hold(request.of, pod) ?? 'yes';
    if (called === 'yes' || request.by.answer === 'no') return request;
    return { ...request, by: called === 'no' ? CONDITIONS_NOT_MET : CONDITIONS_UNKNOWN };
  }

  #unlessExempt(request: Request, pod: AdmissionPod): Request {
    if (request.by.answer === 'no') return request;
    const exempt = this.#exceptions?.exempts(request.of, pod, request.rule);
    if (!exempt) return request;
    return { ...request, by: exempt.answer === 'yes' ? doesNotApply(exempt.cause) : mayApply(exempt.cause) };
  }
}

function notAbout(by: Applicability): RuleApplicability {
  return { by, objects: [] };
}
