import type { ImageDecision } from '../../gate';
import { attempt, type Check, type Scope } from './decisions';
import { EDITIONS, EDITIONS_DIFFER } from './images';
import type { Subject } from './subject';
import { Unknowable } from './unknowable';

/** A check's decisions, where need be in each edition of Kyverno: what they agree on is known. */
export function checkInEditions(check: Check, subject: Subject, scope: Scope): readonly ImageDecision[] {
  const decisions = check(subject, scope);
  if (!decisions.some(({ reason }) => reason === EDITIONS_DIFFER)) return decisions;
  const [first, ...others] = EDITIONS.map((edition) => check(subject.inEdition(edition), scope));
  return decisions.map((decision, at) => {
    const own = first?.[at];
    const isAgreed = own && others.every((decisionsThere) => decisionsThere[at]?.verdict === own.verdict);
    return decision.reason === EDITIONS_DIFFER && isAgreed ? own : decision;
  });
}

/** The same of a condition; one that depends on the edition is unknown. */
export function holdsInEditions(holds: (subject: Subject) => boolean, subject: Subject): boolean | Unknowable {
  const answer = attempt(() => holds(subject));
  if (!(answer instanceof Unknowable) || answer.message !== EDITIONS_DIFFER) return answer;
  const [first, ...others] = EDITIONS.map((edition) => attempt(() => holds(subject.inEdition(edition))));
  return first !== undefined && others.every((other) => other === first) ? first : answer;
}
