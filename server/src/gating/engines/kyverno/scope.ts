import type { Resource } from '../../../manifest/resource';
import type { Answer } from '../../gate';
import type { AdmittedObject, GatedPod } from '../../gated-pod';

/** Namespaces that Kyverno's configuration leaves out unless it is changed ("Configuring Kyverno", Resource Filters). */
const FILTERED: ReadonlySet<string> = new Set(['kyverno', 'kube-system', 'kube-public', 'kube-node-lease']);

/** A kind that it leaves out everywhere. */
const FILTERED_KIND = 'ReplicaSet';

interface OutOfScope {
  readonly answer: Exclude<Answer, 'yes'>;
  readonly reason: string;
}

/**
 * Why a policy doesn't count for a pod, whatever it says, or why that can't be known: one of a namespace counts there
 * alone, and none in namespaces that Kyverno is told to leave out. `undefined` where it counts.
 */
export function outOfScope(policy: Resource, { namespace }: GatedPod): OutOfScope | undefined {
  if (policy.kind === 'Policy' || policy.kind.startsWith('Namespaced')) {
    const own = policy.namespace;
    if (own === undefined || !namespace) return { answer: 'unknown', reason: 'it counts in its own namespace only' };
    if (own !== namespace.name) return { answer: 'no', reason: `it counts in the namespace "${own}" only` };
  }
  if (!namespace || !FILTERED.has(namespace.name)) return undefined;
  const reason = `Kyverno leaves the namespace "${namespace.name}" out unless its \`resourceFilters\` are changed`;
  return { answer: 'no', reason };
}

/** Whether a policy is asked while objects of Kubernetes are admitted: it may be for background scans or other data alone. */
export function isForAdmission({ value }: Resource): boolean {
  const spec = value.get('spec');
  const evaluation = spec.get('evaluation');
  const isOn = spec.get('admission').boolean !== false && evaluation.at('admission', 'enabled').boolean !== false;
  return isOn && evaluation.get('mode').label !== 'JSON';
}

/** A pod without the objects that Kyverno is told to leave out on the way to it. */
export function asKyvernoSees(pod: GatedPod): GatedPod {
  const { objects } = pod;
  return objects.some(isFiltered) ? { ...pod, objects: objects.filter((object) => !isFiltered(object)) } : pod;
}

/** What Kyverno sees come before a pod: its workload, and what controllers make of that. */
export function makersOf({ objects }: GatedPod): readonly AdmittedObject[] {
  let found = makers.get(objects);
  if (!found) {
    found = objects.slice(0, -1).filter((object) => !isFiltered(object));
    makers.set(objects, found);
  }
  return found;
}

/** Made once, however many rules look at a pod. */
const makers = new WeakMap<readonly AdmittedObject[], readonly AdmittedObject[]>();

function isFiltered({ kind }: AdmittedObject): boolean {
  return kind === FILTERED_KIND;
}
