import { type Ability, abilitiesOf } from '../rules/access/abilities';
import { inWords } from '../rules/in-words';
import { own } from '../text/own';
import type { Grant } from '../workspace/access-graph';
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
  /**
   * The names of the only objects, of what it can do to objects that its rules name: pods, Secrets, and for `escalate` whom it
   * can be or which roles it can bind.
   */
  readonly only?: Readonly<Record<string, readonly string[]>>;
  /** The namespaces where it can; `*` for all of them. */
  readonly namespaces: readonly string[];
  readonly role: { readonly kind: string; readonly name: string; readonly file?: string };
  readonly binding: { readonly kind: string; readonly name: string; readonly file?: string };
  /** The workloads of the workspace whose pods use the subject as their service account. */
  readonly workloads: readonly { readonly kind: string; readonly namespace?: string; readonly name?: string }[];
}

/** What a subject can do to pods because of a binding. */
export interface SubjectAccess {
  readonly subject: RbacSubject;
  readonly abilities: readonly Ability[];
  readonly grant: Grant;
}

/** The access to pods that the manifests give. */
export function accessToPods({ access }: WorkspaceIndex, kubernetesMinor: number): SubjectAccess[] {
  return access.grants.flatMap((grant) =>
    grant.binding.subjects.flatMap((subject) => {
      const abilities = abilitiesOf(subject, grant, access, kubernetesMinor);
      return abilities.length === 0 ? [] : [{ subject, abilities, grant }];
    }),
  );
}

/** The same as a report, sorted by subject. */
export function toAccessReport(index: WorkspaceIndex, kubernetesMinor: number): AccessReport {
  const access = accessToPods(index, kubernetesMinor).map((one) => reportAccess(one, index));
  return { version: 1, access: access.sort((a, b) => compare(subjectWords(a.subject), subjectWords(b.subject))) };
}

function reportAccess({ subject, abilities, grant }: SubjectAccess, index: WorkspaceIndex): ReportedAccess {
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
    can: abilities.map(({ name }) => name),
    ...namesIn(abilities),
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

function namesIn(abilities: readonly Ability[]): Pick<ReportedAccess, 'only'> {
  const limited = abilities.flatMap(({ name, objects }) => (objects === 'all' ? [] : [[name, objects] as const]));
  return limited.length === 0 ? {} : { only: Object.fromEntries(limited) };
}

/** The report as a table for people. */
export function toAccessTable({ access }: AccessReport): string {
  if (access.length === 0) return 'No binding in these manifests gives access to pods.\n';
  const rows = access.map((entry) => [
    subjectWords(entry.subject),
    entry.can.map((name) => abilityText(name, own(entry.only ?? {}, name))).join(', '),
    entry.namespaces.map((name) => (name === '*' ? 'all' : name)).join(', '),
    `${entry.role.kind} ${entry.role.name}`,
    `${entry.binding.kind} ${entry.binding.name}`,
    entry.workloads.map(({ kind, name }) => `${kind} ${name ?? ''}`).join(', ') || '-',
  ]);
  return columns(
    [['SUBJECT', 'CAN', 'NAMESPACE', 'ROLE', 'BINDING', 'WORKLOADS'], ...rows].map((row) => row.map(cell)),
  );
}

/** For example `exec (only web-0 and web-1)`. */
function abilityText(name: string, objects: readonly string[] | undefined): string {
  return objects ? `${name} (only ${inWords(objects, 3)})` : name;
}

/** `ServiceAccount shop/web` */
export function subjectWords({ kind, namespace, name }: RbacSubject | ReportedAccess['subject']): string {
  return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
