import type { Cause } from '../cause/cause';
import type { LabelRule, NamespaceRule } from '../cause/scope';
import { sharedBy } from '../cause/shared';
import type { AdmissionObject, AdmissionPod } from './admission-pod';

/** Whether a gate applies to an object. For `no` and `unknown`, the cause. */
export type Applicability =
  | { readonly answer: 'yes'; readonly cause?: undefined }
  | { readonly answer: 'no' | 'unknown'; readonly cause: Cause };

/** The gate applies. */
export const APPLIES: Applicability = { answer: 'yes' };

export function doesNotApply(cause: Cause): Applicability {
  return { answer: 'no', cause };
}

export function mayApply(cause: Cause): Applicability {
  return { answer: 'unknown', cause };
}

/** Makes the results for namespaces that a policy excludes by a rule. */
export function leavingNamespacesOut(by: NamespaceRule): (namespace: string | undefined) => Applicability {
  return sharedBy((namespace) => doesNotApply({ kind: 'namespace-left-out', namespace: namespace ?? '', by }));
}

/** Makes the results for objects whose labels do not match a selector, by their kind. */
export function leavingLabelsOut(by: LabelRule): (kind: string) => Applicability {
  return sharedBy((of) => doesNotApply({ kind: 'labels-differ', of, by }));
}

/** The result if it depends on the namespace. */
export function dependsOnNamespace({ namespace }: AdmissionPod): Applicability {
  return namespace ? dependsOnLabelsOf(namespace.name) : NAMESPACE_UNSAID;
}

const dependsOnLabelsOf = sharedBy((namespace: string) => mayApply({ kind: 'namespace-labels', namespace }));
const NAMESPACE_UNSAID = mayApply({ kind: 'namespace-unsaid', for: 'policy' });

/** A condition that must hold for a gate to apply to an object of a pod. */
export type Condition = (object: AdmissionObject, pod: AdmissionPod) => Applicability;

/** The result of several conditions: the first `no`, otherwise the first `unknown`, otherwise `yes`. */
export function applicabilityOf(
  conditions: readonly Condition[],
  object: AdmissionObject,
  pod: AdmissionPod,
): Applicability {
  let doubt: Applicability | undefined;
  for (const condition of conditions) {
    const asked = condition(object, pod);
    if (asked.answer === 'no') return asked;
    if (asked.answer === 'unknown') doubt ??= asked;
  }
  return doubt ?? APPLIES;
}

/** Caches the results of a condition by a key. There must be few keys, each with one result. */
export function remembered(
  key: (object: AdmissionObject, pod: AdmissionPod) => string | undefined,
  condition: Condition,
): Condition {
  const known = new Map<string | undefined, Applicability>();
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
