import type { Cause } from '../../../../cause/cause';
import { Unknowable } from '../../../../cause/unknown';
import type { Json } from '../../../../manifest/json';
import type { YamlValue } from '../../../../manifest/value';
import type { ImageDecision } from '../../../gate';
import { ADMITTED, attempt, blame, type RuleCheck, UNMENTIONED } from '../decision/decisions';
import type { RuleSubject } from '../decision/subject';
import { compileConditions } from '../expression/conditions';
import { policyJson } from '../expression/policy-json';
import type { Variables } from '../expression/variables';
import { compilePattern } from '../pattern/pattern';
import { type Pattern, type PatternOutcome, PatternRun } from '../pattern/pattern-run';
import { denialsOf, lookedAtBy } from '../usage/looked-lists';
import type { Message } from './message';

export const MIXED: Cause = { kind: 'pattern-mixed' };
export const UNTOLD: Cause = { kind: 'patterns-unknown' };
export const NOT_MEANT: Cause = { kind: 'pattern-leaves-out' };

/** The result of one pattern for a subject. */
export interface PatternResult {
  readonly outcome: PatternOutcome;
  readonly run: PatternRun;
  readonly doubt: Cause | undefined;
}

export function runPattern(
  pattern: Pattern,
  value: Json,
  containers: ReadonlyMap<Json, number>,
  variables: Variables,
): PatternResult {
  const run = new PatternRun(variables, containers);
  const outcome = attempt(() => pattern(value, run));
  if (outcome instanceof Unknowable) return { outcome: 'unknown', run, doubt: outcome.cause };
  return { outcome, run, doubt: undefined };
}

/** Compiles `pattern`, or `anyPattern`, of which one must match ("Validate Rules", Patterns and anyPattern). */
export function compilePatterns(rule: YamlValue, message: Message): RuleCheck {
  const validate = rule.get('validate');
  const [one, several] = [validate.get('pattern'), validate.get('anyPattern')];
  const at = one.exists ? one : several;
  const jsons = one.exists ? [policyJson(one)] : several.items.map(policyJson);
  const patterns = jsons.map((json) => compilePattern(json));
  const looksAt = lookedAtBy(rule);
  return (subject, scope) => {
    const variables = scope(subject);
    const rejected: ImageDecision = { verdict: 'rejects', cause: message.filledIn(() => variables), at };
    const results = patterns.map((pattern) => runPattern(pattern, subject.data, subject.containers, variables));
    const decisions = decide(results, subject, rejected);
    const { images } = subject.pod;
    if (images.every(({ list }) => looksAt(list))) return decisions;
    // A check of the containers can be about other fields than images.
    return decisions.map((decision, index) =>
      decision.verdict === 'admits' && !looksAt(images[index]?.list ?? 'containers') ? UNMENTIONED : decision,
    );
  };
}

function decide(results: readonly PatternResult[], subject: RuleSubject, rejected: ImageDecision): ImageDecision[] {
  const passed = results.find(({ outcome }) => outcome === 'pass');
  if (passed) return each(passed, subject, rejected);
  const failed = results.filter(({ outcome }) => outcome === 'fail');
  const doubtful = results.find(({ outcome }) => outcome === 'unknown' || outcome === 'mixed');
  if (doubtful)
    return each(
      doubtful,
      subject,
      results.length === 1 ? rejected : { ...rejected, verdict: 'unknown', cause: UNTOLD },
    );
  const [first, ...others] = failed.length > 0 ? failed : results;
  if (!first) return subject.pod.images.map(() => ADMITTED);
  if (others.length === 0 || failed.length === 0) return each(first, subject, rejected);
  // The images that all patterns deny cause the denial. If there are none, the images that any pattern denies do.
  const all = failed.map((result) => each(result, subject, rejected));
  const byAll = subject.pod.images.map((_, index) => all.every((decisions) => decisions[index]?.verdict === 'rejects'));
  return subject.pod.images.map((_, index) => {
    const own = all.map((decisions) => decisions[index] ?? UNMENTIONED);
    const isToBlame = byAll.includes(true) ? byAll[index] : own.some(({ verdict }) => verdict === 'rejects');
    return isToBlame ? rejected : (own.find(({ verdict }) => verdict !== 'rejects') ?? ADMITTED);
  });
}

/** The decisions of one pattern on the images. */
function each({ outcome, run, doubt }: PatternResult, subject: RuleSubject, rejected: ImageDecision): ImageDecision[] {
  if (outcome === 'fail' && run.isWholeRefused) return subject.pod.images.map(() => rejected);
  return subject.pod.images.map((_, image) =>
    ofImage(run.outcomes[image], outcome, doubt ?? run.causes[image], rejected),
  );
}

/** @param doubt the reason why the image, or the whole object, is unknown */
function ofImage(
  own: PatternOutcome | undefined,
  whole: PatternOutcome,
  doubt: Cause | undefined,
  rejected: ImageDecision,
): ImageDecision {
  if (own === 'pass' && doubt === undefined && whole !== 'mixed') return ADMITTED;
  if (own === 'skip' || (own === undefined && whole === 'skip')) {
    return { ...rejected, verdict: 'skips', cause: NOT_MEANT };
  }
  if (whole === 'mixed' || own === 'mixed') return { ...rejected, verdict: 'unknown', cause: MIXED };
  if (own === 'fail') return rejected;
  return doubt === undefined ? UNMENTIONED : { ...rejected, verdict: 'unknown', cause: doubt };
}

/**
 * Compiles `deny`: an object that meets its conditions is denied. Without conditions, every object is ("Validate
 * Rules", Deny rules).
 */
export function compileDeny(rule: YamlValue, message: Message): RuleCheck {
  const deny = rule.at('validate', 'deny');
  const conditions = compileConditions(denialsOf(rule));
  const looksAt = lookedAtBy(rule);
  const at = deny.get('conditions').exists ? deny.get('conditions') : deny;
  return (subject, scope) => {
    const rejected: ImageDecision = { verdict: 'rejects', cause: message.filledIn(() => scope(subject)), at };
    return blame(subject, looksAt, rejected, (alone) => conditions(scope(alone)));
  };
}
