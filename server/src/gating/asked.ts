import type { Answer } from './gate';
import type { GatedPod } from './gated-pod';

/** Whether a gate is asked about an object, and if not or if that is unknown, by what. */
export interface Asked {
  readonly answer: Answer;
  readonly reason: string;
}

/** Nothing speaks against it. */
export const ASKED: Asked = { answer: 'yes', reason: '' };

export function isNotAsked(reason: string): Asked {
  return { answer: 'no', reason };
}

/** What can't be told because of the namespace. */
export function dependsOnNamespace({ namespace }: GatedPod): Asked {
  const reason = namespace
    ? `it depends on the labels of the namespace "${namespace.name}", which this workspace does not have`
    : 'it depends on the namespace, which the manifest does not say';
  return { answer: 'unknown', reason };
}

/** What some conditions come to, the first no before the first unknown; later ones are only asked where they can matter. */
export function inTurn(...conditions: readonly (() => Asked)[]): Asked {
  let doubt: Asked | undefined;
  for (const condition of conditions) {
    const asked = condition();
    if (asked.answer === 'no') return asked;
    if (asked.answer === 'unknown') doubt ??= asked;
  }
  return doubt ?? ASKED;
}
