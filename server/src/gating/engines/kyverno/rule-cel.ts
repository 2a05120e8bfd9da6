import type { YamlValue } from '../../../manifest/value';
import { CelExpression, type CelOutcome } from '../../cel/expression';
import { CelScope } from '../../cel/scope';
import type { ImageDecision } from '../../gate';
import { inputsFor } from '../validating-admission-policy/request';
import { blame, type Check, listsIn, unknown } from './decisions';
import { policyText } from './policy-json';
import type { Subject } from './subject';
import { Unknowable } from './unknowable';

/** Reads the `cel` of a rule: expressions that have to be true ("Validate Rules", Common Expression Language). */
export function compileCel(rule: YamlValue, message: string): Check | undefined {
  const cel = rule.at('validate', 'cel');
  if (!cel.exists) return undefined;
  if (cel.get('paramKind').exists) {
    const decision = unknown('a rule with `paramKind` is not evaluated here', cel.get('paramKind'));
    return ({ pod }) => pod.images.map(() => decision);
  }
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
  return (subject) => {
    const run = open(scope, subject);
    const isMeant = conditions.every((condition) => isTrue(run(condition)) !== false);
    if (!isMeant) return subject.pod.images.map(() => NOT_MEANT);
    const outcomes = expressions.map(({ expression }) => isTrue(run(expression)));
    const refusing = expressions[outcomes.indexOf(false)] ?? expressions[outcomes.indexOf(undefined)] ?? expressions[0];
    if (!refusing) return subject.pod.images.map(() => NOT_MEANT);
    return blame(subject, looksAt, refusing.rejected, (alone) => {
      const runAlone = open(scope, alone);
      if (!allHold(conditions.map(runAlone))) return false;
      return !allHold(expressions.map(({ expression }) => runAlone(expression)));
    });
  };
}

const NOT_MEANT: ImageDecision = { verdict: 'skips', reason: 'its `celPreconditions` are not met' };

function open(scope: CelScope, { object, data, pod }: Subject): (expression: CelExpression) => CelOutcome {
  return scope.open(inputsFor(object, data, pod, null));
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
