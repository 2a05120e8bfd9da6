import type { AdmissionObject, AdmissionPod } from '../../../admission/admission-pod';
import type { Cause } from '../../../cause/cause';
import { policySays } from '../../../cause/policy-says';
import { sharedBy } from '../../../cause/shared';
import { CelExpression, type CelOutcome } from '../../../cel/expression';
import { type LookingValidation, policyImageUsage, usedExpression, variablesOf } from '../../../cel/policy-look';
import { CelScope } from '../../../cel/scope';
import type { JsonObject } from '../../../manifest/json';
import { apiGroup, type Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import type { ImageDecision } from '../../gate';
import { type Addition, type Assumed, additionBehind, NOTHING_ASSUMED } from './additions';
import { OneOf, type PolicyParameters } from './parameters';
import { inputsFor } from './request';

interface Validation {
  readonly expression: CelExpression;
  readonly message: string;
  readonly messageExpression: CelExpression | undefined;
  readonly at: YamlValue;
  readonly readsImages: boolean;
}

/** The combined result of the conditions of a policy. */
type Conditions =
  | { readonly kind: 'skipped'; readonly cause: Cause }
  | { readonly kind: 'failed'; readonly decision: ImageDecision }
  /** The validations decide. If there is a doubt, the policy may not evaluate them. */
  | { readonly kind: 'open'; readonly doubt: ImageDecision | undefined };

const NOT_MET: Conditions = { kind: 'skipped', cause: { kind: 'match-conditions-not-met' } };
const HOLD: Conditions = { kind: 'open', doubt: undefined };

/** The image checks of a policy, compiled once. */
export class ValidationChecks {
  /** Whether no validation is about images. */
  readonly isEmpty: boolean;
  /** Whether the policy has conditions that can skip an object. */
  readonly hasConditions: boolean;
  readonly #scope: CelScope;
  readonly #conditions: readonly { expression: CelExpression; at: YamlValue }[];
  readonly #validations: readonly Validation[];
  readonly #parameters: PolicyParameters;
  readonly #failsOpen: boolean;

  constructor(policy: Resource, parameters: PolicyParameters, failsOpen: boolean) {
    const spec = policy.value.get('spec');
    const isOfKyverno = apiGroup(policy) === 'policies.kyverno.io';
    this.#scope = new CelScope(variablesOf(spec), { hasImageLibrary: isOfKyverno, hasEmptyOldObject: isOfKyverno });
    this.#conditions = spec
      .get('matchConditions')
      .items.map((item) => ({ expression: CelExpression.of(usedExpression(item)), at: item.get('expression') }));
    this.hasConditions = this.#conditions.length > 0;
    this.#validations = policyImageUsage(spec).validations.map(toValidation);
    this.isEmpty = !this.#validations.some(({ readsImages }) => readsImages);
    this.#parameters = parameters;
    this.#failsOpen = failsOpen;
  }

  /**
   * Why an object is not admitted, or why that is unknown; nothing if it is admitted.
   * @param data the data of the object, or a variant of it
   */
  failure(
    object: AdmissionObject,
    data: JsonObject,
    pod: AdmissionPod,
    assumed: Assumed = NOTHING_ASSUMED,
  ): ImageDecision | undefined {
    const found = this.#failureAssuming(assumed, object, data, pod);
    const addition = found?.verdict === 'unknown' ? additionBehind(found.cause, object, assumed) : undefined;
    if (addition === undefined) return found;
    const [without, added] = eitherWay(assumed, addition, (either) => this.failure(object, data, pod, either));
    return without?.verdict === added?.verdict ? without : found;
  }

  #failureAssuming(
    assumed: Assumed,
    object: AdmissionObject,
    data: JsonObject,
    pod: AdmissionPod,
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

  /**
   * Why the conditions of the policy skip an object with any of its parameters; nothing if the policy may check the
   * object.
   */
  skips(object: AdmissionObject, pod: AdmissionPod): Cause | undefined {
    let cause: Cause | undefined;
    for (const params of this.#parameters.values(pod.namespace?.name)) {
      // If parameters are missing, the API server denies before it evaluates conditions.
      if (params instanceof OneOf && params.without === 'Deny' && !this.#failsOpen) return undefined;
      for (const value of params instanceof OneOf ? params.values : [params]) {
        const skipped = this.#skipsWith(value, object, pod, NOTHING_ASSUMED);
        if (skipped === undefined) return undefined;
        cause ??= skipped;
      }
    }
    return cause;
  }

  #skipsWith(params: unknown, object: AdmissionObject, pod: AdmissionPod, assumed: Assumed): Cause | undefined {
    const conditions = this.#conditionsHold(this.#scope.open(inputsFor(object, object.data, pod, params, assumed)));
    if (conditions.kind === 'skipped') return conditions.cause;
    const doubt = conditions.kind === 'open' ? conditions.doubt : conditions.decision;
    const addition = doubt?.verdict === 'unknown' ? additionBehind(doubt.cause, object, assumed) : undefined;
    if (addition === undefined) return undefined;
    const [without, added] = eitherWay(assumed, addition, (either) => this.#skipsWith(params, object, pod, either));
    return added === undefined ? undefined : without;
  }

  /** The result if only one of several parameters will exist: known if the result is the same for all. */
  #failureWithOneOf({ values, without, cause }: OneOf, failureWith: Judge): ImageDecision | undefined {
    const failures = values.map(failureWith);
    if (without === 'Allow') failures.push(undefined);
    if (without === 'Deny') failures.push(this.#failsOpen ? undefined : { verdict: 'rejects' });
    const [first, ...others] = failures;
    if (others.every((other) => other?.verdict === first?.verdict)) return first;
    return { verdict: 'unknown', cause };
  }

  #failureWith(run: (expression: CelExpression) => CelOutcome): ImageDecision | undefined {
    const conditions = this.#conditionsHold(run);
    if (conditions.kind === 'skipped') return undefined;
    if (conditions.kind === 'failed') return conditions.decision;
    let doubt: ImageDecision | undefined;
    for (const validation of this.#validations) {
      const found = this.#judge(run(validation.expression), validation.at, () => messageOf(validation, run));
      // An object that passes the validations is admitted, with or without an evaluation.
      if (found && conditions.doubt) return conditions.doubt;
      if (found?.verdict === 'rejects') return validation.readsImages ? found : { ...found, isOfContainer: true };
      doubt ??= found;
    }
    return doubt;
  }

  /** The combined result of the conditions (Validating Admission Policy, "Matching requests: matchConditions"). */
  #conditionsHold(run: (expression: CelExpression) => CelOutcome): Conditions {
    let unknown: ImageDecision | undefined;
    let failed: { readonly message: string; readonly at: YamlValue } | undefined;
    for (const { expression, at } of this.#conditions) {
      const outcome = run(expression);
      // One condition that isn't met decides, whatever the results of the others are.
      if (outcome.kind === 'value' && outcome.value !== true) return NOT_MET;
      if (outcome.kind === 'unknown') unknown ??= { verdict: 'unknown', cause: outcome.cause, at };
      if (outcome.kind === 'error') failed ??= { message: outcome.message, at };
    }
    if (!failed) return unknown ? { kind: 'open', doubt: unknown } : HOLD;
    if (this.#failsOpen) return { kind: 'skipped', cause: conditionFails(failed.message) };
    return { kind: 'failed', decision: unknown ?? refusal(failed.message, failed.at) };
  }

  #judge(outcome: CelOutcome, at: YamlValue, message: () => string): ImageDecision | undefined {
    switch (outcome.kind) {
      case 'unknown':
        return { verdict: 'unknown', cause: outcome.cause, at };
      case 'error':
        if (this.#failsOpen) return undefined;
        return refusal(outcome.message, at);
      case 'value':
        return outcome.value === true ? undefined : { verdict: 'rejects', cause: policySays(message()), at };
    }
  }
}

/** Why a policy with these parameters does not admit an object. */
type Judge = (params: unknown) => ImageDecision | undefined;

/** The results if the cluster doesn't add something, and if it does. */
function eitherWay<T>(assumed: Assumed, addition: Addition, judge: (either: Assumed) => T): readonly [T, T] {
  return [judge({ ...assumed, [addition]: false }), judge({ ...assumed, [addition]: true })];
}

const conditionFails = sharedBy((message: string): Cause => ({ kind: 'match-condition-fails', message }));
const expressionRefuses = sharedBy((message: string): Cause => ({ kind: 'expression-refuses', message }));

function refusal(message: string, at: YamlValue): ImageDecision {
  return { verdict: 'rejects', cause: expressionRefuses(message), at };
}

function toValidation({ item, readsImages }: LookingValidation): Validation {
  const expression = item.get('expression');
  const messageExpression = item.get('messageExpression').string;
  return {
    expression: CelExpression.of(usedExpression(item)),
    message: item.get('message').string?.trim() || `failed expression: ${usedExpression(item).trim()}`,
    messageExpression: messageExpression === undefined ? undefined : CelExpression.of(messageExpression),
    at: expression,
    readsImages,
  };
}

/** The API server uses no made message that is empty, too long or of several lines. */
function messageOf({ message, messageExpression }: Validation, run: (expression: CelExpression) => CelOutcome): string {
  const outcome = messageExpression && run(messageExpression);
  const made = outcome?.kind === 'value' && typeof outcome.value === 'string' ? outcome.value.trim() : '';
  const isUsed = made !== '' && !made.includes('\n') && new TextEncoder().encode(made).length <= LONGEST_MESSAGE;
  return isUsed ? made : message;
}

/** In bytes. */
const LONGEST_MESSAGE = 5 * 1024;
