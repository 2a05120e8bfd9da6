import type { YamlValue } from '../../../manifest/value';
import { CelExpression, type CelOutcome } from '../../cel/expression';
import { CelScope } from '../../cel/scope';
import type { ImageDecision } from '../../gate';
import type { PolicySet } from '../../policy-set';
import { OneOf, type Parameters, parametersBy } from '../validating-admission-policy/parameters';
import { inputsFor } from '../validating-admission-policy/request';
import { blame, type Check, listsIn, unknown, worstOfEach } from './decisions';
import { policyText } from './policy-json';
import type { Subject } from './subject';
import { Unknowable } from './unknowable';

/** Reads the `cel` of a rule: expressions that have to be true ("Validate Rules", Common Expression Language). */
export function compileCel(rule: YamlValue, policies: PolicySet, message: string): Check | undefined {
  const cel = rule.at('validate', 'cel');
  if (!cel.exists) return undefined;
  const parameters = parametersFor(rule, policies);
  const scope = new CelScope(new Map(cel.get('variables').items.map((item) => [textOf(item, 'name'), textOf(item)])));
  const conditions = rule.get('celPreconditions').items.map((item) => CelExpression.of(textOf(item)));
  const expressions = cel.get('expressions').items.map((item) => ({
    expression: CelExpression.of(textOf(item)),
    rejected: {
      verdict: 'rejects',
      reason: textOf(item, 'message').replace(/\s+/g, ' ').trim() || message,
      at: item.get('expression'),
    } satisfies ImageDecision,
  }));
  const looksAt = listsIn([cel]);
  const check = (subject: Subject, params: unknown): readonly ImageDecision[] => {
    if (params instanceof OneOf) return subject.pod.images.map(() => unknown(params.reason, cel.get('paramRef')));
    const run = open(scope, subject, params);
    const isMeant = conditions.every((condition) => isTrue(run(condition)) !== false);
    if (!isMeant) return subject.pod.images.map(() => NOT_MEANT);
    const outcomes = expressions.map(({ expression }) => isTrue(run(expression)));
    const refusing = expressions[outcomes.indexOf(false)] ?? expressions[outcomes.indexOf(undefined)] ?? expressions[0];
    if (!refusing) return subject.pod.images.map(() => NOT_MEANT);
    return blame(subject, looksAt, refusing.rejected, (alone) => {
      const runAlone = open(scope, alone, params);
      if (!allHold(conditions.map(runAlone))) return false;
      return !allHold(expressions.map(({ expression }) => runAlone(expression)));
    });
  };
  // With several parameters, those of each have to be met.
  return (subject) =>
    worstOfEach(
      parameters.values(subject.pod.namespace?.name).map((params) => check(subject, params)),
      subject.pod.images.length,
    );
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
