import type { Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import { type Answer, type Gate, type GateDecision, type ImageDecision, NOT_READABLE, notAsked } from '../../gate';
import type { AdmittedObject, GatedPod } from '../../gated-pod';
import type { PolicySet } from '../../policy-set';
import { all, not } from '../../selectors';
import { type Action, compileAction, isOpenOnFailure } from './actions';
import { generatedKinds, generatedName } from './autogen';
import { type Conditions, compileConditions } from './conditions';
import { attempt, type Check, type Scope, UNMENTIONED, worstOfEach } from './decisions';
import { Exceptions } from './exceptions';
import { NOT_FILLED_IN } from './images';
import { compileMatch, type RuleMatch } from './match';
import { policyText } from './policy-json';
import { compileChecks } from './rule-checks';
import { compileContext } from './rule-context';
import { subjectOf } from './subject';
import { Unknowable } from './unknowable';

/** An object whose creation asks a rule, and the object that the rule is then evaluated on. */
interface Request {
  readonly of: AdmittedObject;
  readonly on: AdmittedObject;
  readonly rule: string;
  readonly answer: Answer;
  readonly reason: string;
}

/** Namespaces that Kyverno's configuration leaves out unless it is changed ("Configuring Kyverno", Resource Filters). */
const FILTERED: ReadonlySet<string> = new Set(['kyverno', 'kube-system', 'kube-public', 'kube-node-lease']);
const PRECONDITIONS = 'its preconditions are not met';
const ONE_RULE = 'its policy applies one rule only (`applyRules: One`), which may be one before this';

/** A rule of a ClusterPolicy or Policy that is about images. */
export class KyvernoRuleGate implements Gate {
  readonly engine = 'Kyverno';
  readonly policy: Resource;
  readonly #name: string;
  readonly #match: RuleMatch;
  readonly #generated: readonly string[];
  readonly #exceptions: Exceptions;
  readonly #preconditions: Conditions;
  readonly #scope: Scope;
  readonly #checks: readonly Check[];
  readonly #action: (pod: GatedPod) => Action;
  readonly #failsOpen: boolean;
  readonly #isOneOfSeveral: boolean;

  constructor(policy: Resource, rule: YamlValue, exceptions: readonly Resource[], policies: PolicySet) {
    const spec = policy.value.get('spec');
    this.policy = policy;
    this.#name = policyText(rule.get('name')) ?? '';
    this.#match = compileMatch(rule);
    const isOnPods = this.#match.kinds.some(({ kind }) => kind === 'Pod');
    this.#generated = isOnPods ? generatedKinds(policy) : [];
    this.#exceptions = new Exceptions(exceptions, policy);
    this.#preconditions = compileConditions(rule.get('preconditions'));
    const context = compileContext(rule.get('context'), policies);
    this.#scope =
      rule.get('context').items.length === 0
        ? ({ variables }) => variables
        : ({ variables }) => context.addTo(variables);
    this.#checks = compileChecks(rule, policies);
    this.#action = compileAction(rule, spec);
    this.#failsOpen = isOpenOnFailure(spec);
    this.#isOneOfSeveral = policyText(spec.get('applyRules')) === 'One' && rule.index !== 0;
  }

  decide(pod: GatedPod): GateDecision {
    const elsewhere = this.#elsewhere(pod);
    if (elsewhere) return elsewhere;
    const [own, last] = [pod.objects[0], pod.objects.at(-1)];
    if (!own || !last) return notAsked('unknown', NOT_READABLE);
    const matched = this.#match.matches(last, pod);
    const asked = this.#requests(own, last, matched, pod);
    if (asked.length === 0) return notAsked('no', matched.reason);
    const left = asked.map((request) => this.#unlessExempt(request, pod));
    const certain = left.filter(({ answer }) => answer === 'yes');
    const doubt = left.find(({ answer }) => answer === 'unknown');
    if (certain.length === 0) return notAsked(doubt ? 'unknown' : 'no', (doubt ?? left[0])?.reason ?? '');
    if (this.#isOneOfSeveral) return notAsked('unknown', ONE_RULE);
    return this.#evaluate([...new Set(certain.map(({ on }) => on))], pod);
  }

  /** A Policy counts in its own namespace alone, and no policy in namespaces that Kyverno is told to leave out. */
  #elsewhere({ namespace }: GatedPod): GateDecision | undefined {
    if (this.policy.kind === 'Policy') {
      const own = this.policy.namespace;
      if (own === undefined || !namespace) return notAsked('unknown', 'it counts in its own namespace only');
      if (own !== namespace.name) return notAsked('no', `it counts in the namespace "${own}" only`);
    }
    if (!namespace || !FILTERED.has(namespace.name)) return undefined;
    return notAsked(
      'no',
      `Kyverno leaves the namespace "${namespace.name}" out unless its \`resourceFilters\` are changed`,
    );
  }

  /** Who asks: the pod, and before it its workload, for which Kyverno generates a rule or there is one. */
  #requests(
    own: AdmittedObject,
    last: AdmittedObject,
    matched: { answer: Answer; reason: string },
    pod: GatedPod,
  ): Request[] {
    const isAsked = matched.answer !== 'no';
    const rule = this.#name;
    const requests: Request[] = isAsked ? [{ of: last, on: last, rule, ...matched }] : [];
    if (own === last) return requests;
    if (this.#generated.includes(own.kind)) {
      return isAsked ? [...requests, { of: own, on: last, rule: generatedName(rule, own.kind), ...matched }] : requests;
    }
    const byOwn = this.#match.matches(own, pod);
    return byOwn.answer === 'no' ? requests : [...requests, { of: own, on: own, rule, ...byOwn }];
  }

  #unlessExempt(request: Request, pod: GatedPod): Request {
    const exempt = this.#exceptions.exempts(request.of, pod, request.rule);
    if (exempt.answer === 'no') return request;
    return { ...request, answer: all([request.answer, not(exempt.answer)]), reason: exempt.reason };
  }

  #evaluate(objects: readonly AdmittedObject[], pod: GatedPod): GateDecision {
    const evaluated: (readonly ImageDecision[])[] = [];
    for (const object of objects) {
      const subject = subjectOf(object, pod);
      const isMeant = attempt(() => this.#preconditions(this.#scope(subject)));
      if (isMeant instanceof Unknowable)
        return notAsked('unknown', `it depends on its preconditions: ${isMeant.message}`);
      if (isMeant) evaluated.push(...this.#checks.map((check) => check(subject, this.#scope)));
    }
    if (evaluated.length === 0) return notAsked('no', PRECONDITIONS);
    const { denies, doubt } = this.#action(pod);
    const reason = doubt ?? this.#match.note;
    const images = worstOfEach(evaluated, pod.images.length).map((decision, at) => this.#inPlace(decision, pod, at));
    return { applies: 'yes', ...(reason !== undefined && { reason }), denies, failsOpen: this.#failsOpen, images };
  }

  #inPlace(decision: ImageDecision, pod: GatedPod, at: number): ImageDecision {
    const image = pod.images[at];
    if (this.#match.isEphemeralOnly && image?.list !== 'ephemeralContainers') return UNMENTIONED;
    if (image?.image !== undefined || decision.verdict === 'skips') return decision;
    return { ...decision, verdict: 'unknown', reason: NOT_FILLED_IN };
  }
}
