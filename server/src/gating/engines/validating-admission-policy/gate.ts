import { isObject, type Json, type JsonObject, jsonAt } from '../../../manifest/json';
import type { Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import type { ContainerList } from '../../../pod/template';
import { CelExpression, type CelOutcome } from '../../cel/expression';
import { CelScope } from '../../cel/scope';
import { type Gate, type GateDecision, type ImageDecision, NOT_READABLE, notAsked } from '../../gate';
import type { AdmittedObject, GatedImage, GatedPod } from '../../gated-pod';
import { skippedLists } from '../../policy-text';
import { all } from '../../selectors';
import { matcherOf } from './matching';
import type { Parameters } from './parameters';
import { inputsFor } from './request';

/** A check of a policy that is about images. */
interface Validation {
  readonly expression: CelExpression;
  readonly message: string;
  readonly messageExpression: CelExpression | undefined;
  readonly at: YamlValue;
}

/** A ValidatingAdmissionPolicy as one binding puts it into force. */
export class AdmissionPolicyGate implements Gate {
  readonly engine = 'ValidatingAdmissionPolicy';
  readonly policy: Resource;
  readonly #matchers;
  readonly #scope: CelScope;
  readonly #conditions: readonly CelExpression[];
  readonly #validations: readonly Validation[];
  readonly #skipped: readonly string[];
  readonly #parameters: Parameters;
  readonly #denies: boolean;
  readonly #failsOpen: boolean;

  constructor(policy: Resource, binding: Resource, parameters: Parameters) {
    const spec = policy.value.get('spec');
    this.policy = policy;
    this.#matchers = [matcherOf(spec.get('matchConstraints')), matcherOf(binding.value.at('spec', 'matchResources'))];
    const variables = new Map(
      spec.get('variables').items.map((item) => [item.get('name').string ?? '', item.get('expression').string ?? '']),
    );
    this.#scope = new CelScope(variables);
    this.#conditions = spec
      .get('matchConditions')
      .items.map((item) => CelExpression.of(item.get('expression').string ?? ''));
    this.#validations = spec
      .get('validations')
      .items.filter((item) => isAboutImages(item.get('expression').string ?? '', variables))
      .map(toValidation);
    this.#skipped = skippedLists(spec);
    this.#parameters = parameters;
    this.#denies = binding.value.at('spec', 'validationActions').strings.includes('Deny');
    this.#failsOpen = spec.get('failurePolicy').string === 'Ignore';
  }

  decide(pod: GatedPod): GateDecision {
    if (pod.objects.length === 0) return notAsked('unknown', NOT_READABLE);
    const asked = pod.objects.map((object) => ({ object, ...this.#isAsked(object, pod) }));
    const about = asked.filter(({ answer }) => answer !== 'no');
    const [first] = about;
    if (!first) return notAsked('no', asked.at(-1)?.reason ?? '');
    const answer = about.some((one) => one.answer === 'yes') ? 'yes' : 'unknown';
    const certain = about.filter((one) => one.answer === answer);
    const decided = certain.map(({ object }) => this.#decideObject(object, pod));
    return {
      applies: answer,
      ...(answer === 'unknown' && { reason: first.reason }),
      denies: this.#denies,
      failsOpen: this.#failsOpen,
      images: pod.images.map((_, at) => worstOf(decided.map((images) => images[at] ?? { verdict: 'unknown' }))),
    };
  }

  #isAsked(object: AdmittedObject, pod: GatedPod): { answer: 'yes' | 'no' | 'unknown'; reason: string } {
    const found = this.#matchers.map((matcher) => matcher.matches(object, pod));
    const answer = all(found.map((one) => one.answer));
    return { answer, reason: found.find((one) => one.answer === answer)?.reason ?? '' };
  }

  #decideObject(object: AdmittedObject, pod: GatedPod): ImageDecision[] {
    const outcomes = this.#evaluate(object, object.data, pod);
    const failed = outcomes.filter(({ verdict }) => verdict !== 'admits');
    const [failure] = failed.filter(({ verdict }) => verdict === 'rejects').concat(failed);
    const looksAt = ({ list }: GatedImage): boolean => this.#validations.length > 0 && !this.#skipped.includes(list);
    if (!failure) {
      return pod.images.map((image) => (looksAt(image) ? { verdict: 'admits' } : SKIPPED));
    }
    // Which image is to blame: one that fails where it is the only one.
    const alone = pod.images.map((image) => {
      if (!looksAt(image)) return SKIPPED;
      if (pod.images.length === 1) return failure;
      const [own] = this.#evaluate(object, withOnly(object, image), pod).filter(({ verdict }) => verdict !== 'admits');
      return own ?? { verdict: 'admits' as const };
    });
    const isExplained = alone.some(({ verdict }) => verdict === failure.verdict);
    return isExplained ? alone : alone.map((one) => (one.verdict === 'skips' ? one : failure));
  }

  /** What each check says of an object, or what keeps the checks from being made. */
  #evaluate(object: AdmittedObject, data: JsonObject, pod: GatedPod): ImageDecision[] {
    return this.#parameters.values(pod.namespace?.name).flatMap((params) => {
      const run = this.#scope.open(inputsFor(object, data, pod, params));
      const conditions = this.#conditions.map((condition) => run(condition));
      if (conditions.some((outcome) => outcome.kind === 'value' && outcome.value !== true)) return [];
      const doubt = conditions.find((outcome) => outcome.kind === 'unknown' || outcome.kind === 'error');
      if (doubt) return [{ ...this.#judge(doubt, () => ''), at: this.policy.value.at('spec', 'matchConditions') }];
      return this.#validations.map((validation) => ({
        ...this.#judge(run(validation.expression), () => messageOf(validation, run)),
        at: validation.at,
      }));
    });
  }

  #judge(outcome: CelOutcome, message: () => string): ImageDecision {
    switch (outcome.kind) {
      case 'unknown':
        return { verdict: 'unknown', reason: outcome.reason };
      case 'error':
        if (this.#failsOpen) return { verdict: 'admits' };
        return { verdict: 'rejects', reason: `its expression fails here (${outcome.message}), which refuses` };
      case 'value':
        return outcome.value === true ? { verdict: 'admits' } : { verdict: 'rejects', reason: message() };
    }
  }
}

const SKIPPED: ImageDecision = { verdict: 'skips', reason: 'it does not look at this list of containers' };
const ORDER = ['rejects', 'unknown', 'admits', 'skips'];

/** What counts of decisions on the workload and on its pods: all of them have to be passed. */
function worstOf(decisions: readonly ImageDecision[]): ImageDecision {
  return decisions.reduce(
    (worst, one) => (ORDER.indexOf(one.verdict) < ORDER.indexOf(worst.verdict) ? one : worst),
    SKIPPED,
  );
}

function toValidation(item: YamlValue): Validation {
  const expression = item.get('expression');
  const messageExpression = item.get('messageExpression').string;
  return {
    expression: CelExpression.of(expression.string ?? ''),
    message: item.get('message').string ?? `failed expression: ${expression.string ?? ''}`,
    messageExpression: messageExpression === undefined ? undefined : CelExpression.of(messageExpression),
    at: expression,
  };
}

function messageOf({ message, messageExpression }: Validation, run: (expression: CelExpression) => CelOutcome): string {
  const made = messageExpression && run(messageExpression);
  const text = made?.kind === 'value' && typeof made.value === 'string' ? made.value : message;
  return text.replace(/\s+/g, ' ').trim();
}

/** Whether an expression speaks of images itself or through the variables that it uses. */
function isAboutImages(
  expression: string,
  variables: ReadonlyMap<string, string>,
  around: readonly string[] = [],
): boolean {
  if (/\bimages?\b/.test(expression)) return true;
  return [...expression.matchAll(/\bvariables\.(\w+)/g)].some(
    ([, name = '']) => !around.includes(name) && isAboutImages(variables.get(name) ?? '', variables, [...around, name]),
  );
}

const LISTS: readonly ContainerList[] = ['initContainers', 'containers', 'ephemeralContainers'];

/** The object with one of its containers alone. */
function withOnly({ data, podSpec }: AdmittedObject, { list, index }: GatedImage): JsonObject {
  const spec = jsonAt(data, ...podSpec);
  if (!isObject(spec)) return data;
  const own = jsonAt(spec, list, index);
  // A list that is there stays there: policies may count on it.
  const lists = LISTS.filter((name) => name in spec).map((name) => [
    name,
    name === list && own !== undefined ? [own] : [],
  ]);
  const only = { ...spec, ...Object.fromEntries(lists) };
  return Object(replaceAt(data, podSpec, only));
}

function replaceAt(data: Json, [step, ...rest]: readonly string[], value: Json): Json {
  if (step === undefined) return value;
  return isObject(data) ? { ...data, [step]: replaceAt(data[step] ?? {}, rest, value) } : data;
}
