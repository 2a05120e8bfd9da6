import { Unknowable } from '../../../../cause/unknown';
import type { ImageDecision } from '../../../gate';
import { attempt, type RuleCheck, type Scope } from '../decision/decisions';
import type { RuleSubject } from '../decision/subject';
import { EDITIONS } from '../expression/images';

/** The decisions of a check, in each edition of Kyverno if needed. A decision is known if the editions agree. */
export function checkInEditions(check: RuleCheck, subject: RuleSubject, scope: Scope): readonly ImageDecision[] {
  const decisions = check(subject, scope);
  if (!decisions.some(dependsOnEdition)) return decisions;
  const [first, ...others] = EDITIONS.map((edition) => check(subject.inEdition(edition), scope));
  return decisions.map((decision, index) => {
    const own = first?.[index];
    const isAgreed = own && others.every((decisionsThere) => decisionsThere[index]?.verdict === own.verdict);
    return dependsOnEdition(decision) && isAgreed ? own : decision;
  });
}

/** Whether a condition is met in each edition of Kyverno; unknown if the editions differ. */
export function holdsInEditions(holds: (subject: RuleSubject) => boolean, subject: RuleSubject): boolean | Unknowable {
  const answer = attempt(() => holds(subject));
  if (!(answer instanceof Unknowable) || !dependsOnEdition(answer)) return answer;
  const [first, ...others] = EDITIONS.map((edition) => attempt(() => holds(subject.inEdition(edition))));
  return first !== undefined && others.every((other) => other === first) ? first : answer;
}

function dependsOnEdition({ cause }: ImageDecision | Unknowable): boolean {
  return cause?.kind === 'library-path';
}
