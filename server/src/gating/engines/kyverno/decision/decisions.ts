import type { Cause } from '../../../../cause/cause';
import { Unknowable } from '../../../../cause/unknown';
import type { YamlValue } from '../../../../manifest/value';
import { type ImageList, isContainerList } from '../../../../pod/template';
import type { ImageDecision, Verdict } from '../../../gate';
import { policyTextsIn } from '../../../weaknesses/policy-text';
import type { Variables } from '../expression/variables';
import type { RuleSubject } from './subject';

/** The decisions of a part of a rule on the images of a subject, in the order of the images of the pod. */
export type RuleCheck = (subject: RuleSubject, scope: Scope) => readonly ImageDecision[];

/**
 * Returns the variables for the evaluation of a rule on a subject: those of all rules, and those of the rule itself.
 */
export type Scope = (subject: RuleSubject) => Variables;

const ORDER: Readonly<Record<Verdict, number>> = { rejects: 0, unknown: 1, admits: 2, skips: 3 };
export const ADMITTED: ImageDecision = { verdict: 'admits' };
export const UNMENTIONED: ImageDecision = { verdict: 'skips', cause: { kind: 'list-not-looked-at' } };

/** The worse of two decisions, because an image must pass both. */
export function worse(one: ImageDecision, other: ImageDecision): ImageDecision {
  return ORDER[other.verdict] < ORDER[one.verdict] ? other : one;
}

export function worstOf(decisions: readonly ImageDecision[]): ImageDecision {
  return decisions.reduce(worse, decisions[0] ?? UNMENTIONED);
}

/** The worst decision on each image. */
export function worstOfEach(all: readonly (readonly ImageDecision[])[], count: number): readonly ImageDecision[] {
  const [only] = all;
  if (only && all.length === 1) return only;
  return Array.from({ length: count }, (_, index) => worstOf(all.map((decisions) => decisions[index] ?? UNMENTIONED)));
}

/** The decision if a rule depends on an unknown value. */
export function unknownDecision(cause: Cause, at: YamlValue): ImageDecision {
  return { verdict: 'unknown', cause, at };
}

/** The result of a function, or the reason why the result is unknown. */
export function attempt<T>(evaluate: () => T): T | Unknowable {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof Unknowable) return error;
    throw error;
  }
}

/**
 * The decision on each image by a check of the whole object. The cause of a denial is the image that the check denies
 * as the only image, or all images if there is no such image.
 */
export function blame(
  subject: RuleSubject,
  looksAt: (list: ImageList) => boolean,
  rejected: ImageDecision,
  refuses: (subject: RuleSubject) => boolean,
): ImageDecision[] {
  const whole = attempt(() => refuses(subject));
  const { images } = subject.pod;
  const looked = (decide: (index: number) => ImageDecision): ImageDecision[] =>
    images.map(({ list }, index) => (looksAt(list) ? decide(index) : UNMENTIONED));
  if (whole === false) return looked(() => ADMITTED);
  const isAlone = (index: number): boolean => attempt(() => refuses(subject.withOnly(index))) === true;
  if (whole instanceof Unknowable) {
    const doubt: ImageDecision = { ...rejected, verdict: 'unknown', cause: whole.cause };
    return looked((index) => (images.length > 1 && isAlone(index) ? rejected : doubt));
  }
  const alone = looked((index) => (images.length === 1 || isAlone(index) ? rejected : ADMITTED));
  return alone.includes(rejected) ? alone : looked(() => rejected);
}

/** The lists that the text of a rule names; all lists of containers if it names none of those. */
export function listsIn(parts: readonly YamlValue[]): (list: ImageList) => boolean {
  const words = parts.flatMap((part) => policyTextsIn(part).map(({ key, text }) => `${key} ${text}`)).join('\n');
  const names = new Set(words.match(/\w+/g)?.filter(isContainerList));
  const isAll = names.size === 0 || /\bimages\s*(?:\.\s*\*|[^.\w])/.test(words);
  const isAboutVolumes = /\bvolumes\b/.test(words) && /\breference\b/.test(words);
  return (list) => (list === 'volumes' ? isAboutVolumes : isAll || names.has(list));
}
