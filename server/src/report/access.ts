import { CAPABILITIES } from '../rules/access/capabilities';
import type { Grant } from '../workspace/access-graph';
import { allowsAny } from '../workspace/access-graph';
import type { RbacSubject } from '../workspace/rbac';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import { cell, columns } from './table';

/** The access to pods, in the form that scripts read: one entry for each subject of each binding. */
export interface AccessReport {
  readonly version: 1;
  readonly access: readonly ReportedAccess[];
}

interface ReportedAccess {
  readonly subject: { readonly kind: string; readonly namespace?: string; readonly name: string };
  /** What it can do: `inject`, `exec`, `change-gates`, `read-secrets`, `escalate`. */
  readonly can: readonly string[];
  /** The namespaces where it can; `*` for all of them. */
  readonly namespaces: readonly string[];
  readonly role: { readonly kind: string; readonly name: string; readonly file?: string };
  readonly binding: { readonly kind: string; readonly name: string; readonly file?: string };
  /** The workloads of the workspace whose pods use the subject as their service account. */
  readonly workloads: readonly { readonly kind: string; readonly namespace?: string; readonly name?: string }[];
}

/** The access to pods that the manifests give, sorted by subject. */
export function toAccessReport(index: WorkspaceIndex, kubernetesMinor: number): AccessReport {
  const access = index.access.grants.flatMap((grant) => {
    const can = CAPABILITIES.filter(({ actions }) => allowsAny(grant.rules, actions(kubernetesMinor))).map(
      ({ name }) => name,
    );
    return can.length === 0 ? [] : grant.binding.subjects.map((subject) => reportAccess(subject, can, grant, index));
  });
  return { version: 1, access: access.sort((a, b) => compare(nameOf(a), nameOf(b))) };
}

function reportAccess(
  subject: RbacSubject,
  can: readonly string[],
  grant: Grant,
  index: WorkspaceIndex,
): ReportedAccess {
  const { binding, role } = grant;
  const fileOf = ({ document }: Grant['binding']['place']): { file?: string } => {
    const place = index.placeOf(document);
    return place ? { file: place.uri } : {};
  };
  return {
    subject: {
      kind: subject.kind,
      ...(subject.namespace !== undefined && { namespace: subject.namespace }),
      name: subject.name,
    },
    can,
    namespaces: [binding.kind === 'ClusterRoleBinding' ? '*' : (binding.namespace ?? 'default')],
    role: { ...binding.role, ...(role && fileOf(role.place)) },
    binding: { kind: binding.kind, name: binding.name, ...fileOf(binding.place) },
    workloads: index.access.workloadsOf(subject).map(({ kind, namespace, name }) => ({
      kind,
      ...(namespace !== undefined && { namespace }),
      ...(name !== undefined && { name }),
    })),
  };
}

/** The report as a table for people. */
export function toAccessTable({ access }: AccessReport): string {
  if (access.length === 0) return 'No binding in these manifests gives access to pods.\n';
  const rows = access.map(({ can, namespaces, role, binding, workloads, ...entry }) => [
    nameOf({ ...entry, can, namespaces, role, binding, workloads }),
    can.join(', '),
    namespaces.map((name) => (name === '*' ? 'all' : name)).join(', '),
    `${role.kind} ${role.name}`,
    `${binding.kind} ${binding.name}`,
    workloads.map(({ kind, name }) => `${kind} ${name ?? ''}`).join(', ') || '-',
  ]);
  return columns(
    [['SUBJECT', 'CAN', 'NAMESPACE', 'ROLE', 'BINDING', 'WORKLOADS'], ...rows].map((row) => row.map(cell)),
  );
}

function nameOf({ subject: { kind, namespace, name } }: ReportedAccess): string {
  return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
