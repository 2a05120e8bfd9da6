import type { Answer } from './gate';
import type { AdmittedObject, GatedPod } from './gated-pod';

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

/** Something that has to hold for a gate to be asked about an object of a pod's. */
export type Condition = (object: AdmittedObject, pod: GatedPod) => Asked;

/** What some conditions come to: the first no, else the first unknown. */
export function askAll(conditions: readonly Condition[], object: AdmittedObject, pod: GatedPod): Asked {
  let doubt: Asked | undefined;
  for (const condition of conditions) {
    const asked = condition(object, pod);
    if (asked.answer === 'no') return asked;
    if (asked.answer === 'unknown') doubt ??= asked;
  }
  return doubt ?? ASKED;
}

/** A condition of which the answer is always the same for the same key, of which there are few. */
export function remembered(
  key: (object: AdmittedObject, pod: GatedPod) => string | undefined,
  condition: Condition,
): Condition {
  const known = new Map<string | undefined, Asked>();
  return (object, pod) => {
    const name = key(object, pod);
    let asked = known.get(name);
    if (!asked) {
      asked = condition(object, pod);
      known.set(name, asked);
    }
    return asked;
  };
}
