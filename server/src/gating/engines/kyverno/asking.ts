import type { Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import { all, not } from '../../answers';
import { type Answer, NOT_READABLE } from '../../gate';
import type { AdmittedObject, GatedPod } from '../../gated-pod';
import { generatedKinds, generatedName } from './autogen';
import { CelConditions } from './cel-exceptions';
import { Exceptions } from './exceptions';
import { compileMatch, type RuleMatch } from './match';
import { policyText } from './policy-json';
import { makersOf, outOfScope } from './scope';

/** Whether a rule is asked while a pod comes to be, and about which objects; otherwise why not. */
export interface Asked {
  readonly answer: Answer;
  readonly reason: string;
  readonly objects: readonly AdmittedObject[];
}

/** An object whose creation asks a rule, and the object that the rule is then evaluated on. */
interface Request {
  readonly of: AdmittedObject;
  readonly on: AdmittedObject;
  readonly rule: string;
  readonly answer: Answer;
  readonly reason: string;
}

const ONE_RULE = 'its policy applies one rule only (`applyRules: One`), which may be one before this';

/** Tells when a rule is asked: by its policy's scope, its match and exclude, and the exceptions to it. */
export class Asking {
  readonly match: RuleMatch;
  readonly #policy: Resource;
  readonly #name: string;
  readonly #generated: readonly string[];
  readonly #exceptions: Exceptions | undefined;
  /** By these the API server tells whether it calls Kyverno for the policy at all ("Policy Settings", webhookConfiguration). */
  readonly #conditions: CelConditions | undefined;
  readonly #isOneOfSeveral: boolean;

  constructor(policy: Resource, rule: YamlValue, exceptions: readonly Resource[]) {
    this.match = compileMatch(rule);
    this.#policy = policy;
    this.#name = policyText(rule.get('name')) ?? '';
    this.#generated = this.match.kinds.some(({ kind }) => kind === 'Pod') ? generatedKinds(policy) : [];
    this.#exceptions = exceptions.length > 0 ? new Exceptions(exceptions, policy) : undefined;
    const conditions = policy.value.at('spec', 'webhookConfiguration', 'matchConditions').items;
    this.#conditions = conditions.length > 0 ? CelConditions.of(conditions) : undefined;
    this.#isOneOfSeveral = policyText(policy.value.at('spec', 'applyRules')) === 'One' && rule.index !== 0;
  }

  asks(pod: GatedPod): Asked {
    const elsewhere = outOfScope(this.#policy, pod);
    if (elsewhere) return { ...elsewhere, objects: [] };
    const last = pod.objects.at(-1);
    if (!last) return notAbout('unknown', NOT_READABLE);
    const asked = this.#asks(makersOf(pod), last, pod);
    return asked.answer === 'yes' && this.#isOneOfSeveral ? notAbout('unknown', ONE_RULE) : asked;
  }

  #asks(makers: readonly AdmittedObject[], last: AdmittedObject, pod: GatedPod): Asked {
    const { answer, reason } = this.match.matches(last, pod);
    const isByPodAlone = makers.every(({ kind }) => this.#generated.includes(kind));
    if (isByPodAlone && !this.#exceptions && !this.#conditions) return { answer, reason, objects: [last] };
    const requests = this.#requests(makers, last, { answer, reason }, pod);
    if (requests.length === 0) return notAbout('no', reason);
    const left = requests.map((request) => this.#unlessExempt(this.#ifCalled(request, pod), pod));
    const certain = left.filter((request) => request.answer === 'yes');
    if (certain.length > 0) return { answer: 'yes', reason: '', objects: [...new Set(certain.map(({ on }) => on))] };
    const doubt = left.find((request) => request.answer === 'unknown');
    return notAbout(doubt ? 'unknown' : 'no', (doubt ?? left[0])?.reason ?? '');
  }

  /** Who asks: the pod, and before it what it is made by, for which Kyverno generates a rule or there is one. */
  #requests(
    makers: readonly AdmittedObject[],
    last: AdmittedObject,
    matched: { answer: Answer; reason: string },
    pod: GatedPod,
  ): Request[] {
    const rule = this.#name;
    const byPod: Request[] = matched.answer === 'no' ? [] : [{ of: last, on: last, rule, ...matched }];
    const byMakers = makers.flatMap((maker): Request[] => {
      if (this.#generated.includes(maker.kind)) {
        return byPod.map((request) => ({ ...request, of: maker, rule: generatedName(rule, maker.kind) }));
      }
      const byOwn = this.match.matches(maker, pod);
      return byOwn.answer === 'no' ? [] : [{ of: maker, on: maker, rule, ...byOwn }];
    });
    return [...byPod, ...byMakers];
  }

  #ifCalled(request: Request, pod: GatedPod): Request {
    const called = this.#conditions?.hold(request.of, pod) ?? 'yes';
    if (called === 'yes' || request.answer === 'no') return request;
    const reason = called === 'no' ? 'its `matchConditions` are not met' : 'it depends on its `matchConditions`';
    return { ...request, answer: all([request.answer, called]), reason };
  }

  #unlessExempt(request: Request, pod: GatedPod): Request {
    if (request.answer === 'no') return request;
    const exempt = this.#exceptions?.exempts(request.of, pod, request.rule);
    if (!exempt || exempt.answer === 'no') return request;
    return { ...request, answer: all([request.answer, not(exempt.answer)]), reason: exempt.reason };
  }
}

function notAbout(answer: Answer, reason: string): Asked {
  return { answer, reason, objects: [] };
}
