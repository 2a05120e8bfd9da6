import type { YamlValue } from '../../../manifest/value';
import type { ContainerList } from '../../../pod/template';
import { CelExpression, type CelOutcome } from '../../cel/expression';
import { policyLook } from '../../cel/policy-look';
import { CelScope } from '../../cel/scope';
import type { ImageDecision } from '../../gate';
import type { PolicySet } from '../../policy-set';
import { OneOf, type Parameters, parametersBy } from '../validating-admission-policy/parameters';
import { inputsFor } from '../validating-admission-policy/request';
import { celSpecOf } from './cel-spec';
import { ADMITTED, blame, type Check, UNMENTIONED, unknown, worstOfEach } from './decisions';
import { policyText } from './policy-json';
import type { Subject } from './subject';
import { Unknowable } from './unknowable';

/** Reads the `cel` of a rule: expressions that have to be true ("Validate Rules", Common Expression Language). */
export function compileCel(rule: YamlValue, policies: PolicySet): Check | undefined {
  const cel = rule.at('validate', 'cel');
  if (!cel.exists) return undefined;
  const message = policyText(rule.at('validate', 'message'))?.trim() ?? '';
  const parameters = parametersFor(rule, policies);
  const scope = new CelScope(new Map(cel.get('variables').items.map((item) => [textOf(item, 'name'), textOf(item)])));
  const conditions = rule.get('celPreconditions').items.map((item) => CelExpression.of(textOf(item)));
  const { skipped, validations } = policyLook(celSpecOf(rule));
  const imageReaders = new Set(validations.flatMap(({ item, readsImages }) => (readsImages ? [item.node] : [])));
  const expressions = cel
    .get('expressions')
    .items.map((item) => toExpression(item, imageReaders.has(item.node), message));
  const looksAt = (list: ContainerList): boolean => imageReaders.size > 0 && !skipped.includes(list);
  const check = (subject: Subject, params: unknown): readonly ImageDecision[] => {
    if (params instanceof OneOf) return subject.pod.images.map(() => unknown(params.reason, cel.get('paramRef')));
    const run = open(scope, subject, params);
    const isMeant = conditions.every((condition) => isTrue(run(condition)) !== false);
    if (!isMeant) return subject.pod.images.map(() => NOT_MEANT);
    const outcomes = expressions.map(({ expression }) => isTrue(run(expression)));
    const refusing = expressions[outcomes.indexOf(false)] ?? expressions[outcomes.indexOf(undefined)] ?? expressions[0];
    if (!refusing) return subject.pod.images.map(() => NOT_MEANT);
    const rejected = rejectionBy(refusing, run);
    const refuses = (one: Subject): boolean => {
      const runOn = open(scope, one, params);
      if (!allHold(conditions.map(runOn))) return false;
      return !allHold(expressions.map(({ expression }) => runOn(expression)));
    };
    const failing = (one: Subject): Expression | undefined => {
      const runOn = open(scope, one, params);
      return expressions.find(({ expression }) => isTrue(runOn(expression)) === false);
    };
    // Some expressions forbid a list, others go through one without asking whether it is there: either may be meant.
    const decisions = blame(subject, looksAt, rejected, (one) =>
      one === subject ? refuses(one) : refuses(one.withoutEmptyLists) && refuses(one),
    );
    const failingFor = (at: number): Expression | undefined => {
      const alone = subject.withOnly(at);
      return failing(alone.withoutEmptyLists) && failing(alone);
    };
    if (!outcomes.includes(false)) return decisions;
    // Each image may be refused by another expression.
    const own = decisions.map((_, at) => failingFor(at));
    // A list whose images it doesn't look at can still be one that it asks for something else.
    const isSpokenOf = decisions.some((one, at) => one === UNMENTIONED && own[at]) && !failingFor(NONE);
    return decisions.map((decision, at) => {
      const failed = own[at];
      if (decision === rejected) return failed ? rejectionBy(failed, run) : isSpokenOf ? ADMITTED : decision;
      return decision === UNMENTIONED && failed && isSpokenOf ? rejectionBy(failed, run) : decision;
    });
  };
  // With several parameters, those of each have to be met.
  return (subject) =>
    worstOfEach(
      parameters.values(subject.pod.namespace?.name).map((params) => check(subject, params)),
      subject.pod.images.length,
    );
}

/** One of the expressions that have to be true. */
interface Expression {
  readonly expression: CelExpression;
  readonly message: string;
  readonly messageExpression: CelExpression | undefined;
  readonly at: YamlValue;
  readonly readsImages: boolean;
}

/** Instead of an image: none is left. */
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

/** What an expression says to whom it refuses, of the object as a whole. */
function rejectionBy(
  { message, messageExpression, at, readsImages }: Expression,
  run: (expression: CelExpression) => CelOutcome,
): ImageDecision {
  const made = messageExpression && run(messageExpression);
  const text =
    made?.kind === 'value' && typeof made.value === 'string' && made.value.trim() !== '' ? made.value : message;
  return {
    verdict: 'rejects',
    reason: text.replace(/\s+/g, ' ').trim(),
    at,
    ...(!readsImages && { isOfContainer: true }),
  };
}

/** The parameters of a rule's expressions, which it refers to as a ValidatingAdmissionPolicy and its binding do. */
export function parametersFor(rule: YamlValue, policies: PolicySet): Parameters {
  const cel = rule.at('validate', 'cel');
  return parametersBy(cel.get('paramKind'), cel.get('paramRef'), policies);
}

const NOT_MEANT: ImageDecision = { verdict: 'skips', reason: 'its `celPreconditions` are not met' };

function open(
  scope: CelScope,
  { object, data, pod }: Subject,
  params: unknown,
): (expression: CelExpression) => CelOutcome {
  return scope.open(inputsFor(object, data, pod, params));
}

function isTrue(outcome: CelOutcome): boolean | undefined {
  return outcome.kind === 'value' ? outcome.value === true : undefined;
}

/** @throws Unknowable where that can't be known */
function allHold(outcomes: readonly CelOutcome[]): boolean {
  if (outcomes.some((outcome) => isTrue(outcome) === false)) return false;
  for (const outcome of outcomes) {
    if (outcome.kind === 'unknown') throw new Unknowable(outcome.reason);
    if (outcome.kind === 'error') throw new Unknowable(`its expression fails here (${outcome.message})`);
  }
  return true;
}

function textOf(item: YamlValue, key = 'expression'): string {
  return policyText(item.get(key)) ?? '';
}
