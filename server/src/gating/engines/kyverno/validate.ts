import type { Json } from '../../../manifest/json';
import type { YamlValue } from '../../../manifest/value';
import type { ImageDecision } from '../../gate';
import { compileConditions } from './conditions';
import { ADMITTED, attempt, blame, type Check, UNMENTIONED } from './decisions';
import { denialsOf, lookedAtBy } from './looked-lists';
import type { Message } from './message';
import { compilePattern, type Pattern } from './pattern';
import { type Outcome, PatternRun } from './pattern-run';
import { policyJson } from './policy-json';
import type { Subject } from './subject';
import { Unknowable } from './unknowable';
import type { Variables } from './variables';

const MIXED = 'another part of its pattern has a condition that is not met, which may make Kyverno pass over the rule';
const UNTOLD = { verdict: 'unknown', reason: "whether one of its patterns holds can't be told from here" } as const;
const NOT_MEANT = 'a condition in its pattern leaves this out';

/** What one pattern made of a subject. */
export interface PatternResult {
  readonly outcome: Outcome;
  readonly run: PatternRun;
  readonly doubt: string | undefined;
}

export function runPattern(
  pattern: Pattern,
  value: Json,
  containers: ReadonlyMap<Json, number>,
  variables: Variables,
): PatternResult {
  const run = new PatternRun(variables, containers);
  const outcome = attempt(() => pattern(value, run));
  if (outcome instanceof Unknowable) return { outcome: 'unknown', run, doubt: outcome.message };
  return { outcome, run, doubt: undefined };
}

/** Reads `pattern`, and `anyPattern` of which one has to hold ("Validate Rules", Patterns and anyPattern). */
export function compilePatterns(rule: YamlValue, message: Message): Check | undefined {
  const validate = rule.get('validate');
  const [one, several] = [validate.get('pattern'), validate.get('anyPattern')];
  if (!one.exists && !several.exists) return undefined;
  const at = one.exists ? one : several;
  const jsons = one.exists ? [policyJson(one)] : several.items.map(policyJson);
  const patterns = jsons.map((json) => compilePattern(json));
  const looksAt = lookedAtBy(rule);
  return (subject, scope) => {
    const variables = scope(subject);
    const rejected: ImageDecision = { verdict: 'rejects', reason: message.filledIn(() => variables), at };
    const results = patterns.map((pattern) => runPattern(pattern, subject.data, subject.containers, variables));
    const decisions = decide(results, subject, rejected);
    const { images } = subject.pod;
    if (images.every(({ list }) => looksAt(list))) return decisions;
    // What is asked of their containers may have nothing to do with their images.
    return decisions.map((decision, at) =>
      decision.verdict === 'admits' && !looksAt(images[at]?.list ?? 'containers') ? UNMENTIONED : decision,
    );
  };
}

function decide(results: readonly PatternResult[], subject: Subject, rejected: ImageDecision): ImageDecision[] {
  const passed = results.find(({ outcome }) => outcome === 'pass');
  if (passed) return each(passed, subject, rejected);
  const failed = results.filter(({ outcome }) => outcome === 'fail');
  const doubtful = results.find(({ outcome }) => outcome === 'unknown' || outcome === 'mixed');
  if (doubtful) return each(doubtful, subject, results.length === 1 ? rejected : { ...rejected, ...UNTOLD });
  const [first, ...others] = failed.length > 0 ? failed : results;
  if (!first) return subject.pod.images.map(() => ADMITTED);
  if (others.length === 0 || failed.length === 0) return each(first, subject, rejected);
  // To blame is what no pattern admits, and if there is nothing like that, what any refuses.
  const all = failed.map((result) => each(result, subject, rejected));
  const byAll = subject.pod.images.map((_, at) => all.every((decisions) => decisions[at]?.verdict === 'rejects'));
  return subject.pod.images.map((_, at) => {
    const own = all.map((decisions) => decisions[at] ?? UNMENTIONED);
    const isToBlame = byAll.includes(true) ? byAll[at] : own.some(({ verdict }) => verdict === 'rejects');
    return isToBlame ? rejected : (own.find(({ verdict }) => verdict !== 'rejects') ?? ADMITTED);
  });
}

/** What one pattern says of each image. */
function each({ outcome, run, doubt }: PatternResult, subject: Subject, rejected: ImageDecision): ImageDecision[] {
  if (outcome === 'fail' && run.isWholeRefused) return subject.pod.images.map(() => rejected);
  return subject.pod.images.map((_, image) =>
    ofImage(run.outcomes[image], outcome, doubt ?? run.reasons[image], rejected),
  );
}

/** @param doubt what can't be known of the image, or of the whole */
function ofImage(
  own: Outcome | undefined,
  whole: Outcome,
  doubt: string | undefined,
  rejected: ImageDecision,
): ImageDecision {
  if (own === 'pass' && doubt === undefined && whole !== 'mixed') return ADMITTED;
  if (own === 'skip' || (own === undefined && whole === 'skip')) {
    return { ...rejected, verdict: 'skips', reason: NOT_MEANT };
  }
  if (whole === 'mixed' || own === 'mixed') return { ...rejected, verdict: 'unknown', reason: MIXED };
  if (own === 'fail') return rejected;
  return doubt === undefined ? UNMENTIONED : { ...rejected, verdict: 'unknown', reason: doubt };
}

/** Reads `deny`: what meets its conditions is refused, and without conditions everything is ("Validate Rules", Deny rules). */
export function compileDeny(rule: YamlValue, message: Message): Check | undefined {
  const deny = rule.at('validate', 'deny');
  if (!deny.exists) return undefined;
  const conditions = compileConditions(denialsOf(rule));
  const looksAt = lookedAtBy(rule);
  const at = deny.get('conditions').exists ? deny.get('conditions') : deny;
  return (subject, scope) => {
    const rejected: ImageDecision = { verdict: 'rejects', reason: message.filledIn(() => scope(subject)), at };
    return blame(subject, looksAt, rejected, (alone) => conditions(scope(alone)));
  };
}
