import type { JsonObject } from '../../../manifest/json';
import { apiGroup, type Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import { CelExpression, type CelOutcome } from '../../cel/expression';
import { CelScope } from '../../cel/scope';
import type { ImageDecision } from '../../gate';
import type { AdmittedObject, GatedPod } from '../../gated-pod';
import type { Parameters } from './parameters';
import { inputsFor } from './request';

interface Validation {
  readonly expression: CelExpression;
  readonly message: string;
  readonly messageExpression: CelExpression | undefined;
  readonly at: YamlValue;
}

/** What a policy checks about images, compiled once. */
export class Checks {
  readonly #scope: CelScope;
  readonly #conditions: readonly { expression: CelExpression; at: YamlValue }[];
  readonly #validations: readonly Validation[];
  readonly #parameters: Parameters;
  readonly #failsOpen: boolean;

  constructor(policy: Resource, parameters: Parameters, failsOpen: boolean) {
    const spec = policy.value.get('spec');
    const variables = new Map(spec.get('variables').items.map((item) => [item.get('name').string ?? '', textOf(item)]));
    this.#scope = new CelScope(variables, apiGroup(policy) === 'policies.kyverno.io');
    this.#conditions = spec
      .get('matchConditions')
      .items.map((item) => ({ expression: CelExpression.of(textOf(item)), at: item.get('expression') }));
    this.#validations = spec
      .get('validations')
      .items.filter((item) => isAboutImages(textOf(item), variables))
      .map(toValidation);
    this.#parameters = parameters;
    this.#failsOpen = failsOpen;
  }

  /** Whether nothing of what it checks is about images. */
  get isEmpty(): boolean {
    return this.#validations.length === 0;
  }

  /**
   * Why an object isn't admitted, or why that can't be known; nothing where it is.
   * @param data the object's own, or a variant of it
   */
  failure(object: AdmittedObject, data: JsonObject, pod: GatedPod): ImageDecision | undefined {
    let doubt: ImageDecision | undefined;
    for (const params of this.#parameters.values(pod.namespace?.name)) {
      const found = this.#failureWith(params, object, data, pod);
      if (found?.verdict === 'rejects') return found;
      doubt ??= found;
    }
    return doubt;
  }

  #failureWith(params: unknown, object: AdmittedObject, data: JsonObject, pod: GatedPod): ImageDecision | undefined {
    const run = this.#scope.open(inputsFor(object, data, pod, params));
    let doubt: ImageDecision | undefined;
    for (const { expression, at } of this.#conditions) {
      const outcome = run(expression);
      // One condition that isn't met settles it, whatever the others come to.
      if (outcome.kind === 'value' && outcome.value !== true) return undefined;
      if (outcome.kind !== 'value') doubt ??= this.#judge(outcome, at, () => '');
    }
    if (doubt) return doubt;
    for (const validation of this.#validations) {
      const found = this.#judge(run(validation.expression), validation.at, () => messageOf(validation, run));
      if (found?.verdict === 'rejects') return found;
      doubt ??= found;
    }
    return doubt;
  }

  #judge(outcome: CelOutcome, at: YamlValue, message: () => string): ImageDecision | undefined {
    switch (outcome.kind) {
      case 'unknown':
        return { verdict: 'unknown', reason: outcome.reason, at };
      case 'error':
        if (this.#failsOpen) return undefined;
        return { verdict: 'rejects', reason: `its expression fails here (${outcome.message}), which refuses`, at };
      case 'value':
        return outcome.value === true ? undefined : { verdict: 'rejects', reason: message(), at };
    }
  }
}

/** As it is written: what a template still fills in can't be parsed, so that nothing is known of it. */
function textOf(item: YamlValue): string {
  return item.get('expression').label ?? '';
}

function toValidation(item: YamlValue): Validation {
  const expression = item.get('expression');
  const messageExpression = item.get('messageExpression').string;
  return {
    expression: CelExpression.of(textOf(item)),
    message: item.get('message').string ?? `failed expression: ${textOf(item)}`,
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
  if (/\bimages?\b|\{\{/.test(expression)) return true;
  return [...expression.matchAll(/\bvariables\.(\w+)/g)].some(
    ([, name = '']) => !around.includes(name) && isAboutImages(variables.get(name) ?? '', variables, [...around, name]),
  );
}
