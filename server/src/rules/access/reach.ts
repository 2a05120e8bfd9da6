import type { Resource } from '../../manifest/resource';
import type { AccessGraph, Grant } from '../../workspace/access-graph';
import type { RbacSubject } from '../../workspace/rbac';
import type { Related } from '../rule';
import type { Severity } from '../severity';
import { inWords } from './entries';

/** Which subjects have a permission, and where. */
export interface Reach {
  readonly severity: Severity;
  /** For example "ServiceAccount ci/deployer in every namespace"; `undefined` if no binding is known. */
  readonly words: string | undefined;
  readonly related: readonly Related[];
}

/** Groups of all users, of all service accounts, and of cluster administrators. */
const BROAD_GROUPS = /^system:(?:authenticated|unauthenticated|masters|serviceaccounts(?::.*)?)$/;

/** Whether a subject is all users, all service accounts, or all pods without their own service account. */
export function isBroad({ kind, name }: RbacSubject): boolean {
  if (kind === 'Group') return BROAD_GROUPS.test(name);
  return kind === 'User' ? name === 'system:anonymous' : name === 'default';
}

/** How far grants reach: an error for the whole cluster or a broad subject, a warning for a namespace. */
export function reachOf(grants: readonly Grant[], access: AccessGraph): Reach {
  const given = grants.filter(({ binding }) => binding.subjects.length > 0);
  if (given.length === 0) return { severity: 'information', words: undefined, related: [] };
  const isWide = given.some(({ binding }) => isClusterWide(binding.kind) || binding.subjects.some(isBroad));
  const words = given.map(({ binding }) => {
    return `${inWords(binding.subjects.map(subjectLabel), 3)} ${namespaceWords(binding)}`;
  });
  const related = given.flatMap(({ binding }) => [
    {
      at: binding.place,
      document: binding.place.document,
      message: `${binding.kind} "${binding.name}" grants it to ${inWords(binding.subjects.map(subjectLabel), 3)} ${namespaceWords(binding)}.`,
    },
    ...binding.subjects
      .flatMap((subject) => access.workloadsOf(subject))
      .map(({ kind, name, place }) => ({
        at: place,
        document: place.document,
        message: `The pods of ${kind} "${name ?? ''}" use this service account.`,
      })),
  ]);
  return { severity: isWide ? 'error' : 'warning', words: inWords([...new Set(words)], 2), related };
}

function isClusterWide(bindingKind: string): boolean {
  return bindingKind === 'ClusterRoleBinding';
}

/** "in every namespace" or "in the namespace …". */
export function namespaceWords(binding: { kind: string; namespace: string | undefined }): string {
  if (isClusterWide(binding.kind)) return 'in every namespace';
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
