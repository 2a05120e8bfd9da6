import type { JsonObject } from '../../../manifest/json';
import { apiGroup, type Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import { CelExpression, type CelOutcome } from '../../cel/expression';
import { expressionOf, type LookingValidation, policyLook, variablesOf } from '../../cel/policy-look';
import { CelScope } from '../../cel/scope';
import type { ImageDecision } from '../../gate';
import type { AdmittedObject, GatedPod } from '../../gated-pod';
import { type Addition, type Assumed, additionBehind, NOTHING_ASSUMED } from './additions';
import { OneOf, type Parameters } from './parameters';
import { inputsFor } from './request';

interface Validation {
  readonly expression: CelExpression;
  readonly message: string;
  readonly messageExpression: CelExpression | undefined;
  readonly at: YamlValue;
  readonly readsImages: boolean;
}

/** What the conditions of a policy come to together. */
type Conditions =
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'failed'; readonly decision: ImageDecision }
  /** What its validations say counts, unless a doubt says that they may not be asked. */
  | { readonly kind: 'open'; readonly doubt: ImageDecision | undefined };

const NOT_MET: Conditions = { kind: 'skipped', reason: 'its `matchConditions` are not met' };
const HOLD: Conditions = { kind: 'open', doubt: undefined };

/** What a policy checks about images, compiled once. */
export class Checks {
  /** Whether nothing of what it checks is about images. */
  readonly isEmpty: boolean;
  /** Whether it depends on conditions whether an object is checked. */
  readonly hasConditions: boolean;
  readonly #scope: CelScope;
  readonly #conditions: readonly { expression: CelExpression; at: YamlValue }[];
  readonly #validations: readonly Validation[];
  readonly #parameters: Parameters;
  readonly #failsOpen: boolean;

  constructor(policy: Resource, parameters: Parameters, failsOpen: boolean) {
    const spec = policy.value.get('spec');
    this.#scope = new CelScope(variablesOf(spec), apiGroup(policy) === 'policies.kyverno.io');
    this.#conditions = spec
      .get('matchConditions')
      .items.map((item) => ({ expression: CelExpression.of(expressionOf(item)), at: item.get('expression') }));
    this.hasConditions = this.#conditions.length > 0;
    this.#validations = policyLook(spec).validations.map(toValidation);
    this.isEmpty = !this.#validations.some(({ readsImages }) => readsImages);
    this.#parameters = parameters;
    this.#failsOpen = failsOpen;
  }

  /**
   * Why an object isn't admitted, or why that can't be known; nothing where it is.
   * @param data the object's own, or a variant of it
   */
  failure(
    object: AdmittedObject,
    data: JsonObject,
    pod: GatedPod,
    assumed: Assumed = NOTHING_ASSUMED,
  ): ImageDecision | undefined {
    const found = this.#failureAssuming(assumed, object, data, pod);
    const addition = found?.verdict === 'unknown' ? additionBehind(found.reason, object, assumed) : undefined;
    if (addition === undefined) return found;
    const [without, added] = eitherWay(assumed, addition, (either) => this.failure(object, data, pod, either));
    return without?.verdict === added?.verdict ? without : found;
  }

  #failureAssuming(
    assumed: Assumed,
    object: AdmittedObject,
    data: JsonObject,
    pod: GatedPod,
  ): ImageDecision | undefined {
    const failureWith: Judge = (params) =>
      this.#failureWith(this.#scope.open(inputsFor(object, data, pod, params, assumed)));
    let doubt: ImageDecision | undefined;
    for (const params of this.#parameters.values(pod.namespace?.name)) {
      const found = params instanceof OneOf ? this.#failureWithOneOf(params, failureWith) : failureWith(params);
      if (found?.verdict === 'rejects') return found;
      doubt ??= found;
    }
    return doubt;
  }

  /** Why its conditions leave an object out, whatever its parameters are; nothing where it may be checked. */
  skips(object: AdmittedObject, pod: GatedPod): string | undefined {
    let reason: string | undefined;
    for (const params of this.#parameters.values(pod.namespace?.name)) {
      // The API server refuses for want of parameters before it looks at conditions.
      if (params instanceof OneOf && params.without === 'Deny' && !this.#failsOpen) return undefined;
      for (const value of params instanceof OneOf ? params.values : [params]) {
        const skipped = this.#skipsWith(value, object, pod, NOTHING_ASSUMED);
        if (skipped === undefined) return undefined;
        reason ??= skipped;
      }
    }
    return reason;
  }

  #skipsWith(params: unknown, object: AdmittedObject, pod: GatedPod, assumed: Assumed): string | undefined {
    const conditions = this.#conditionsHold(this.#scope.open(inputsFor(object, object.data, pod, params, assumed)));
    if (conditions.kind === 'skipped') return conditions.reason;
    const doubt = conditions.kind === 'open' ? conditions.doubt : conditions.decision;
    const addition = doubt?.verdict === 'unknown' ? additionBehind(doubt.reason, object, assumed) : undefined;
    if (addition === undefined) return undefined;
    const [without, added] = eitherWay(assumed, addition, (either) => this.#skipsWith(params, object, pod, either));
    return added === undefined ? undefined : without;
  }

  /** What comes of parameters of which only one will be there: known where it is the same for all. */
  #failureWithOneOf({ values, without, reason }: OneOf, failureWith: Judge): ImageDecision | undefined {
    const failures = values.map(failureWith);
    if (without === 'Allow') failures.push(undefined);
    if (without === 'Deny') failures.push(this.#failsOpen ? undefined : { verdict: 'rejects' });
    const [first, ...others] = failures;
    if (others.every((other) => other?.verdict === first?.verdict)) return first;
    return { verdict: 'unknown', reason };
  }

  #failureWith(run: (expression: CelExpression) => CelOutcome): ImageDecision | undefined {
    const conditions = this.#conditionsHold(run);
    if (conditions.kind === 'skipped') return undefined;
    if (conditions.kind === 'failed') return conditions.decision;
    let doubt: ImageDecision | undefined;
    for (const validation of this.#validations) {
      const found = this.#judge(run(validation.expression), validation.at, () => messageOf(validation, run));
      // What its validations admit is admitted whether they are asked or not.
      if (found && conditions.doubt) return conditions.doubt;
      if (found?.verdict === 'rejects') return validation.readsImages ? found : { ...found, isOfContainer: true };
      doubt ??= found;
    }
    return doubt;
  }

  /** What its conditions come to together (Validating Admission Policy, "Matching requests: matchConditions"). */
  #conditionsHold(run: (expression: CelExpression) => CelOutcome): Conditions {
    let unknown: ImageDecision | undefined;
    let failed: { readonly message: string; readonly at: YamlValue } | undefined;
    for (const { expression, at } of this.#conditions) {
      const outcome = run(expression);
      // One that isn't met settles it, whatever the others come to.
      if (outcome.kind === 'value' && outcome.value !== true) return NOT_MET;
      if (outcome.kind === 'unknown') unknown ??= { verdict: 'unknown', reason: outcome.reason, at };
      if (outcome.kind === 'error') failed ??= { message: outcome.message, at };
    }
    if (!failed) return unknown ? { kind: 'open', doubt: unknown } : HOLD;
    if (this.#failsOpen) {
      const reason = `one of its \`matchConditions\` fails here (${failed.message}), so that it is skipped`;
      return { kind: 'skipped', reason };
    }
    return { kind: 'failed', decision: unknown ?? refusal(failed.message, failed.at) };
  }

  #judge(outcome: CelOutcome, at: YamlValue, message: () => string): ImageDecision | undefined {
    switch (outcome.kind) {
      case 'unknown':
        return { verdict: 'unknown', reason: outcome.reason, at };
      case 'error':
        if (this.#failsOpen) return undefined;
        return refusal(outcome.message, at);
      case 'value':
        return outcome.value === true ? undefined : { verdict: 'rejects', reason: message(), at };
    }
  }
}

/** Why an object isn't admitted by a policy with these parameters. */
type Judge = (params: unknown) => ImageDecision | undefined;

/** What comes of it if the cluster doesn't add something, and if it does. */
function eitherWay<T>(assumed: Assumed, addition: Addition, judge: (either: Assumed) => T): readonly [T, T] {
  return [judge({ ...assumed, [addition]: false }), judge({ ...assumed, [addition]: true })];
}

function refusal(message: string, at: YamlValue): ImageDecision {
  return { verdict: 'rejects', reason: `its expression fails here (${message}), which refuses`, at };
}

function toValidation({ item, readsImages }: LookingValidation): Validation {
  const expression = item.get('expression');
  const messageExpression = item.get('messageExpression').string;
  return {
    expression: CelExpression.of(expressionOf(item)),
    message: item.get('message').string ?? `failed expression: ${expressionOf(item)}`,
    messageExpression: messageExpression === undefined ? undefined : CelExpression.of(messageExpression),
    at: expression,
    readsImages,
  };
}

function messageOf({ message, messageExpression }: Validation, run: (expression: CelExpression) => CelOutcome): string {
  const made = messageExpression && run(messageExpression);
  const text = made?.kind === 'value' && typeof made.value === 'string' ? made.value : message;
  return text.replace(/\s+/g, ' ').trim();
}
