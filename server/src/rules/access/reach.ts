import type { Resource } from '../../manifest/resource';
import type { AccessGraph, Grant } from '../../workspace/access-graph';
import type { Subject } from '../../workspace/rbac';
import type { Related } from '../rule';
import type { Severity } from '../severity';
import { inWords } from './entries';

/** Whom a right reaches, and where. */
export interface Reach {
  readonly severity: Severity;
  /** "ServiceAccount ci/deployer, in every namespace"; nothing where nobody is known to have it. */
  readonly words: string | undefined;
  readonly related: readonly Related[];
}

/** Groups of whoever has an account at all, and of whoever has the whole cluster. */
const BROAD_GROUPS = /^system:(?:authenticated|unauthenticated|masters|serviceaccounts(?::.*)?)$/;

/** Whether a subject is more than somebody: everybody, every service account, or every pod that names no account. */
export function isBroad({ kind, name }: Subject): boolean {
  if (kind === 'Group') return BROAD_GROUPS.test(name);
  return kind === 'User' ? name === 'system:anonymous' : name === 'default';
}

/** How far grants reach: across the cluster or to everybody is an error, into a namespace a warning. */
export function reachOf(grants: readonly Grant[], access: AccessGraph): Reach {
  const given = grants.filter(({ binding }) => binding.subjects.length > 0);
  if (given.length === 0) return { severity: 'information', words: undefined, related: [] };
  const isWide = given.some(({ binding }) => isClusterWide(binding.kind) || binding.subjects.some(isBroad));
  const words = given.map(({ binding }) => {
    return `${inWords(binding.subjects.map(subjectLabel), 3)} ${namespaceWords(binding)}`;
  });
  const related = given.flatMap(({ binding }) => [
    {
      at: binding.place.value,
      document: binding.place.document,
      message: `${binding.kind} "${binding.name}" gives it to ${inWords(binding.subjects.map(subjectLabel), 3)} ${namespaceWords(binding)}.`,
    },
    ...binding.subjects
      .flatMap((subject) => access.workloadsOf(subject))
      .map(({ kind, name, place }) => ({
        at: place.value,
        document: place.document,
        message: `The pods of ${kind} "${name ?? ''}" run as it.`,
      })),
  ]);
  return { severity: isWide ? 'error' : 'warning', words: inWords([...new Set(words)], 2), related };
}

export function isClusterWide(bindingKind: string): boolean {
  return bindingKind === 'ClusterRoleBinding';
}

/** "in every namespace" or "in the namespace …". */
export function namespaceWords(binding: { kind: string; namespace: string | undefined }): string {
  if (isClusterWide(binding.kind)) return 'in every namespace';
  return binding.namespace === undefined ? 'in its namespace' : `in the namespace "${binding.namespace}"`;
}

export function subjectLabel({ kind, name, namespace }: Subject): string {
  return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

/** "The ClusterRole "x"". */
export function roleLabel({ kind, name }: Pick<Resource, 'kind' | 'name'>): string {
  return `The ${kind} "${name ?? ''}"`;
}
