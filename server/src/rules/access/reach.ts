import type { Resource } from '../../manifest/resource';
import type { AccessGraph, Grant } from '../../workspace/access-graph';
import type { BindingFact, RbacSubject } from '../../workspace/rbac';
import { inWords } from '../in-words';
import type { Related } from '../rule';

/** Which subjects have a permission, and where. */
export interface Reach {
  /** For example "ServiceAccount ci/deployer in every namespace"; `undefined` if no binding is known. */
  readonly words: string | undefined;
  readonly related: readonly Related[];
}

/** How far grants reach. */
export function reachOf(grants: readonly Grant[], access: AccessGraph): Reach {
  const given = grants.filter(({ binding }) => binding.subjects.length > 0);
  if (given.length === 0) return { words: undefined, related: [] };
  const words = given.map(({ binding }) => holdersOf(binding));
  const related = given.flatMap(({ binding }) => [
    {
      at: binding.place,
      document: binding.place.document,
      message: `${binding.kind} "${binding.name}" grants it to ${holdersOf(binding)}.`,
    },
    ...workloadsWith(binding, access),
  ]);
  return { words: inWords([...new Set(words)], 2), related };
}

/** For example "ServiceAccount ci/deployer in every namespace". */
export function holdersOf(binding: BindingFact): string {
  return `${inWords(binding.subjects.map(subjectLabel), 3)} ${namespaceWords(binding)}`;
}

/** The workloads whose pods get what a binding gives. */
export function workloadsWith({ subjects }: BindingFact, access: AccessGraph): Related[] {
  return subjects
    .flatMap((subject) => access.workloadsOf(subject))
    .map(({ kind, name, place }) => ({
      at: place,
      document: place.document,
      message: `The pods of ${kind} "${name ?? ''}" use this service account.`,
    }));
}

/** "in every namespace" or "in the namespace …". */
export function namespaceWords(binding: { kind: string; namespace: string | undefined }): string {
  if (binding.kind === 'ClusterRoleBinding') return 'in every namespace';
  return binding.namespace === undefined ? 'in its namespace' : `in the namespace "${binding.namespace}"`;
}

export function subjectLabel({ kind, name, namespace }: RbacSubject): string {
  return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

/** For example `the ClusterRole "x"`. */
export function roleLabel({ kind, name }: Pick<Resource, 'kind' | 'name'>): string {
  return `the ${kind} "${name ?? ''}"`;
}

/** The end of a sentence about a permission: which subjects have it. */
export function grantedTo(words: string | undefined): string {
  return words === undefined ? '' : ` (granted to ${words})`;
}
