import type { Resource } from '../../../manifest/resource';
import type { Answer } from '../../gate';
import type { GatedPod } from '../../gated-pod';

/** Namespaces that Kyverno's configuration leaves out unless it is changed ("Configuring Kyverno", Resource Filters). */
const FILTERED: ReadonlySet<string> = new Set(['kyverno', 'kube-system', 'kube-public', 'kube-node-lease']);

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
