import type { Cause } from '../../../../cause/cause';
import { policySays } from '../../../../cause/policy-says';
import { sharedBy } from '../../../../cause/shared';
import { Unknowable } from '../../../../cause/unknown';
import { CelExpression, type CelOutcome } from '../../../../cel/expression';
import { policyImageUsage } from '../../../../cel/policy-look';
import { CelScope } from '../../../../cel/scope';
import type { YamlValue } from '../../../../manifest/value';
import type { ImageList } from '../../../../pod/template';
import type { ImageDecision } from '../../../gate';
import type { PolicySet } from '../../../policy-set';
import { OneOf, type PolicyParameters, parametersBy } from '../../validating-admission-policy/parameters';
import { inputsFor } from '../../validating-admission-policy/request';
import { celSpecOf } from '../cel/cel-spec';
import { ADMITTED, blame, type RuleCheck, UNMENTIONED, unknownDecision, worstOfEach } from '../decision/decisions';
import type { RuleSubject } from '../decision/subject';
import { policyText } from '../expression/policy-json';

/** Compiles the `cel` of a rule: expressions that must be true ("Validate Rules", Common Expression Language). */
export function compileCel(rule: YamlValue, policies: PolicySet): RuleCheck {
  const cel = rule.at('validate', 'cel');
  const message = policyText(rule.at('validate', 'message'))?.trim() ?? '';
  const parameters = parametersFor(rule, policies);
  const scope = new CelScope(new Map(cel.get('variables').items.map((item) => [textOf(item, 'name'), textOf(item)])));
  const conditions = rule.get('celPreconditions').items.map((item) => CelExpression.of(textOf(item)));
  const { skipped, validations } = policyImageUsage(celSpecOf(rule));
  const imageReaders = new Set(validations.flatMap(({ item, readsImages }) => (readsImages ? [item.node] : [])));
  const expressions = cel
    .get('expressions')
    .items.map((item) => toExpression(item, imageReaders.has(item.node), message));
  const looksAt = (list: ImageList): boolean => imageReaders.size > 0 && !skipped.includes(list);
  const check = (subject: RuleSubject, params: unknown): readonly ImageDecision[] => {
    if (params instanceof OneOf)
      return subject.pod.images.map(() => unknownDecision(params.cause, cel.get('paramRef')));
    const run = open(scope, subject, params);
    const isMeant = conditions.every((condition) => isTrue(run(condition)) !== false);
    if (!isMeant) return subject.pod.images.map(() => NOT_MEANT);
    const outcomes = expressions.map(({ expression }) => isTrue(run(expression)));
    const refusing = expressions[outcomes.indexOf(false)] ?? expressions[outcomes.indexOf(undefined)] ?? expressions[0];
    if (!refusing) return subject.pod.images.map(() => NOT_MEANT);
    const rejected = rejectionBy(refusing, run);
    const refuses = (one: RuleSubject): boolean => {
      const runOn = open(scope, one, params);
      if (!allHold(conditions.map(runOn))) return false;
      return !allHold(expressions.map(({ expression }) => runOn(expression)));
    };
    const failing = (one: RuleSubject): Expression | undefined => {
      const runOn = open(scope, one, params);
      return expressions.find(({ expression }) => isTrue(runOn(expression)) === false);
    };
    // Some expressions forbid a list, others iterate over a list that can be missing. A denial counts only if it occurs
    // both with and without empty lists.
    const decisions = blame(subject, looksAt, rejected, (one) =>
      one === subject ? refuses(one) : refuses(one.withoutEmptyLists) && refuses(one),
    );
    const failingFor = (index: number): Expression | undefined => {
      const alone = subject.withOnly(index);
      return failing(alone.withoutEmptyLists) && failing(alone);
    };
    if (!outcomes.includes(false)) return decisions;
    // A different expression can deny each image.
    const own = decisions.map((_, index) => failingFor(index));
    // The rule can still check other fields of a list whose images it does not check.
    const isSpokenOf = decisions.some((one, index) => one === UNMENTIONED && own[index]) && !failingFor(NONE);
    return decisions.map((decision, index) => {
      const failed = own[index];
      if (decision === rejected) return failed ? rejectionBy(failed, run) : isSpokenOf ? ADMITTED : decision;
      return decision === UNMENTIONED && failed && isSpokenOf ? rejectionBy(failed, run) : decision;
    });
  };
  // If there are several parameters, the expressions must be true with each of them.
  return (subject) =>
    worstOfEach(
      parameters.values(subject.pod.namespace?.name).map((params) => check(subject, params)),
      subject.pod.images.length,
    );
}

/** One of the expressions that must be true. */
interface Expression {
  readonly expression: CelExpression;
  readonly message: string;
  readonly messageExpression: CelExpression | undefined;
  readonly at: YamlValue;
  readonly readsImages: boolean;
}

/** The index for no image: the object without any image. */
const NONE = -1;

function toExpression(item: YamlValue, readsImages: boolean, message: string): Expression {
  const made = textOf(item, 'messageExpression');
  return {
    expression: CelExpression.of(textOf(item)),
    message: textOf(item, 'message').trim() || message || `failed expression: ${textOf(item)}`,
    messageExpression: made === '' ? undefined : CelExpression.of(made),
    at: item.get('expression'),
    readsImages,
  };
}

/** The message of an expression for the object as a whole. */
function rejectionBy(
  { message, messageExpression, at, readsImages }: Expression,
  run: (expression: CelExpression) => CelOutcome,
): ImageDecision {
  const made = messageExpression && run(messageExpression);
  const text =
    made?.kind === 'value' && typeof made.value === 'string' && made.value.trim() !== '' ? made.value : message;
  return {
    verdict: 'rejects',
    cause: policySays(text),
    at,
    ...(!readsImages && { isOfContainer: true }),
  };
}

/**
 * The parameters of the expressions of a rule. The rule refers to them like a ValidatingAdmissionPolicy and its
 * binding.
 */
export function parametersFor(rule: YamlValue, policies: PolicySet): PolicyParameters {
  const cel = rule.at('validate', 'cel');
  return parametersBy(cel.get('paramKind'), cel.get('paramRef'), policies);
}

const NOT_MEANT: ImageDecision = { verdict: 'skips', cause: { kind: 'cel-preconditions-not-met' } };

function open(
  scope: CelScope,
  { object, data, pod }: RuleSubject,
  params: unknown,
): (expression: CelExpression) => CelOutcome {
  return scope.open(inputsFor(object, data, pod, params));
}

function isTrue(outcome: CelOutcome): boolean | undefined {
  return outcome.kind === 'value' ? outcome.value === true : undefined;
}

/** @throws Unknowable if the result is unknown */
function allHold(outcomes: readonly CelOutcome[]): boolean {
  if (outcomes.some((outcome) => isTrue(outcome) === false)) return false;
  for (const outcome of outcomes) {
    if (outcome.kind === 'unknown') throw new Unknowable(outcome.cause);
    if (outcome.kind === 'error') throw new Unknowable(expressionFails(outcome.message));
  }
  return true;
}

const expressionFails = sharedBy((message: string): Cause => ({ kind: 'expression-fails', message }));

function textOf(item: YamlValue, key = 'expression'): string {
  return policyText(item.get(key)) ?? '';
}
