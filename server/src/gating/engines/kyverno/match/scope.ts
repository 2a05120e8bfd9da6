import type { AdmissionObject, AdmissionPod } from '../../../../admission/admission-pod';
import type { Applicability } from '../../../../admission/applicability';
import { sharedBy } from '../../../../cause/shared';
import type { Resource } from '../../../../manifest/resource';

/** The namespaces that the default configuration of Kyverno excludes ("Configuring Kyverno", Resource Filters). */
const FILTERED: ReadonlySet<string> = new Set(['kyverno', 'kube-system', 'kube-public', 'kube-node-lease']);

/** A kind that the default configuration excludes in all namespaces. */
const FILTERED_KIND = 'ReplicaSet';

type OutOfScope = Exclude<Applicability, { readonly answer: 'yes' }>;

/**
 * Why a policy does not apply to a pod, or why that is unknown. A namespaced policy applies only in its namespace, and
 * no policy applies in namespaces that the configuration of Kyverno excludes. `undefined` if the policy applies.
 */
export function outOfScope(policy: Resource, { namespace }: AdmissionPod): OutOfScope | undefined {
  if (policy.kind === 'Policy' || policy.kind.startsWith('Namespaced')) {
    const own = policy.namespace;
    if (own === undefined || !namespace) return OWN_NAMESPACE;
    if (own !== namespace.name) return elsewhere(own);
  }
  return namespace && FILTERED.has(namespace.name) ? filtered(namespace.name) : undefined;
}

const OWN_NAMESPACE: OutOfScope = { answer: 'unknown', cause: { kind: 'own-namespace-only', namespace: undefined } };
const elsewhere = sharedBy((namespace: string): OutOfScope => {
  return { answer: 'no', cause: { kind: 'own-namespace-only', namespace } };
});
const filtered = sharedBy((namespace: string): OutOfScope => {
  return { answer: 'no', cause: { kind: 'namespace-left-out', namespace, by: 'resourceFilters' } };
});

/**
 * Whether a policy applies to the admission of Kubernetes objects. Other policies are only for background scans or for
 * other data.
 */
export function isForAdmission({ value }: Resource): boolean {
  const spec = value.get('spec');
  const evaluation = spec.get('evaluation');
  const isOn = spec.get('admission').boolean !== false && evaluation.at('admission', 'enabled').boolean !== false;
  return isOn && evaluation.get('mode').label !== 'JSON';
}

/** A pod without the objects that the configuration of Kyverno excludes. */
export function asKyvernoSees(pod: AdmissionPod): AdmissionPod {
  const { objects } = pod;
  return objects.some(isFiltered) ? { ...pod, objects: objects.filter((object) => !isFiltered(object)) } : pod;
}

/** The objects before a pod that Kyverno sees: its workload, and the objects that controllers create from it. */
export function makersOf({ objects }: AdmissionPod): readonly AdmissionObject[] {
  let found = makers.get(objects);
  if (!found) {
    found = objects.slice(0, -1).filter((object) => !isFiltered(object));
    makers.set(objects, found);
  }
  return found;
}

/** Computed once for all rules. */
const makers = new WeakMap<readonly AdmissionObject[], readonly AdmissionObject[]>();

function isFiltered({ kind }: AdmissionObject): boolean {
  return kind === FILTERED_KIND;
}
