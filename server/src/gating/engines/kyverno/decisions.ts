import type { YamlValue } from '../../../manifest/value';
import type { ContainerList } from '../../../pod/template';
import type { ImageDecision, Verdict } from '../../gate';
import { textsOf } from '../../policy-text';
import type { Subject } from './subject';
import { Unknowable } from './unknowable';
import type { Variables } from './variables';

/** What a part of a rule makes of each image of a subject, in the order of the pod's images. */
export type Check = (subject: Subject, scope: Scope) => readonly ImageDecision[];

/** What variables refer to while a rule is evaluated on a subject: what all rules know, and what this one brings along. */
export type Scope = (subject: Subject) => Variables;

const ORDER: Readonly<Record<Verdict, number>> = { rejects: 0, unknown: 1, admits: 2, skips: 3 };
export const ADMITTED: ImageDecision = { verdict: 'admits' };
export const UNMENTIONED: ImageDecision = { verdict: 'skips', reason: 'it does not look at this list of containers' };

/** What counts where both have to be passed. */
export function worse(one: ImageDecision, other: ImageDecision): ImageDecision {
  return ORDER[other.verdict] < ORDER[one.verdict] ? other : one;
}

export function worstOf(decisions: readonly ImageDecision[]): ImageDecision {
  return decisions.reduce(worse, decisions[0] ?? UNMENTIONED);
}

/** The same of each image. */
export function worstOfEach(all: readonly (readonly ImageDecision[])[], count: number): readonly ImageDecision[] {
  const [only] = all;
  if (only && all.length === 1) return only;
  return Array.from({ length: count }, (_, at) => worstOf(all.map((decisions) => decisions[at] ?? UNMENTIONED)));
}

/** What can't be known of a rule. */
export function unknown(reason: string, at: YamlValue): ImageDecision {
  return { verdict: 'unknown', reason, at };
}

/** A value, or why it can't be known. */
export function attempt<T>(evaluate: () => T): T | Unknowable {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof Unknowable) return error;
    throw error;
  }
}

/**
 * What a check of the whole object makes of each image: to blame is one that is refused where it is the only one, and all
 * are if none is by itself.
 */
export function blame(
  subject: Subject,
  looksAt: (list: ContainerList) => boolean,
  rejected: ImageDecision,
  refuses: (subject: Subject) => boolean,
): ImageDecision[] {
  const whole = attempt(() => refuses(subject));
  const { images } = subject.pod;
  const looked = (decide: (at: number) => ImageDecision): ImageDecision[] =>
    images.map(({ list }, at) => (looksAt(list) ? decide(at) : UNMENTIONED));
  if (whole === false) return looked(() => ADMITTED);
  const isAlone = (at: number): boolean => attempt(() => refuses(subject.withOnly(at))) === true;
  if (whole instanceof Unknowable) {
    const doubt: ImageDecision = { ...rejected, verdict: 'unknown', reason: whole.message };
    return looked((at) => (images.length > 1 && isAlone(at) ? rejected : doubt));
  }
  const alone = looked((at) => (images.length === 1 || isAlone(at) ? rejected : ADMITTED));
  return alone.includes(rejected) ? alone : looked(() => rejected);
}

/** The container lists that a rule looks at, by its words; a rule that names none is taken to look at all. */
export function listsIn(parts: readonly YamlValue[]): (list: ContainerList) => boolean {
  const words = parts.flatMap((part) => textsOf(part).map(({ key, text }) => `${key} ${text}`)).join('\n');
  const names = new Set(words.match(/\b(?:initContainers|containers|ephemeralContainers)\b/g));
  const isAll = names.size === 0 || /\bimages\s*(?:\.\s*\*|[^.\w])/.test(words);
  return (list) => isAll || names.has(list);
}
