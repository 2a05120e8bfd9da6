import type { Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import { all, not } from '../../answers';
import { type Answer, NOT_READABLE } from '../../gate';
import type { AdmittedObject, GatedPod } from '../../gated-pod';
import { generatedKinds, generatedName } from './autogen';
import { Exceptions } from './exceptions';
import { compileMatch, type RuleMatch } from './match';
import { policyText } from './policy-json';
import { outOfScope } from './scope';

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
  readonly #isOneOfSeveral: boolean;

  constructor(policy: Resource, rule: YamlValue, exceptions: readonly Resource[]) {
    this.match = compileMatch(rule);
    this.#policy = policy;
    this.#name = policyText(rule.get('name')) ?? '';
    this.#generated = this.match.kinds.some(({ kind }) => kind === 'Pod') ? generatedKinds(policy) : [];
    this.#exceptions = exceptions.length > 0 ? new Exceptions(exceptions, policy) : undefined;
    this.#isOneOfSeveral = policyText(policy.value.at('spec', 'applyRules')) === 'One' && rule.index !== 0;
  }

  asks(pod: GatedPod): Asked {
    const elsewhere = outOfScope(this.#policy, pod);
    if (elsewhere) return { ...elsewhere, objects: [] };
    const [own, last] = [pod.objects[0], pod.objects.at(-1)];
    if (!own || !last) return notAbout('unknown', NOT_READABLE);
    const asked = this.#asks(own, last, pod);
    return asked.answer === 'yes' && this.#isOneOfSeveral ? notAbout('unknown', ONE_RULE) : asked;
  }

  #asks(own: AdmittedObject, last: AdmittedObject, pod: GatedPod): Asked {
    const { answer, reason } = this.match.matches(last, pod);
    const isByPodAlone = own === last || this.#generated.includes(own.kind);
    if (isByPodAlone && !this.#exceptions) return { answer, reason, objects: [last] };
    const requests = this.#requests(own, last, { answer, reason }, pod);
    if (requests.length === 0) return notAbout('no', reason);
    const left = requests.map((request) => this.#unlessExempt(request, pod));
    const certain = left.filter((request) => request.answer === 'yes');
    if (certain.length > 0) return { answer: 'yes', reason: '', objects: [...new Set(certain.map(({ on }) => on))] };
    const doubt = left.find((request) => request.answer === 'unknown');
    return notAbout(doubt ? 'unknown' : 'no', (doubt ?? left[0])?.reason ?? '');
  }

  /** Who asks: the pod, and before it its workload, for which Kyverno generates a rule or there is one. */
  #requests(
    own: AdmittedObject,
    last: AdmittedObject,
    matched: { answer: Answer; reason: string },
    pod: GatedPod,
  ): Request[] {
    const rule = this.#name;
    const requests: Request[] = matched.answer === 'no' ? [] : [{ of: last, on: last, rule, ...matched }];
    if (own === last) return requests;
    if (this.#generated.includes(own.kind)) {
      return requests.flatMap((request) => [request, { ...request, of: own, rule: generatedName(rule, own.kind) }]);
    }
    const byOwn = this.match.matches(own, pod);
    return byOwn.answer === 'no' ? requests : [...requests, { of: own, on: own, rule, ...byOwn }];
  }

  #unlessExempt(request: Request, pod: GatedPod): Request {
    const exempt = this.#exceptions?.exempts(request.of, pod, request.rule);
    if (!exempt || exempt.answer === 'no') return request;
    return { ...request, answer: all([request.answer, not(exempt.answer)]), reason: exempt.reason };
  }
}

function notAbout(answer: Answer, reason: string): Asked {
  return { answer, reason, objects: [] };
}
