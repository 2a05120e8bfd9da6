import type { WorkspaceIndex } from '../workspace/workspace-index';
import { type Declared, DeclaredWorkloads, type Match } from './declared';
import { ephemeralContainers } from './ephemeral';
import { extraPrivileges } from './extra-privilege';
import { imageDrifts, untoldDigests } from './image-drift';
import { leftBehind } from './left-behind';
import { Mutators } from './mutators';
import { programDrifts } from './program-drift';
import { replicaDrifts, untoldReplicas } from './replica-drift';
import type { RunningGroup, RunningState } from './running';
import { AUDIT_SEVERITIES, type AuditSubject, type GroupFinding, isCompared } from './subject';
import { undeclaredContainers } from './undeclared';

/** The differences between running pods and their declarations, in the format of the JSON report. */
export interface AuditReport {
  readonly version: 1;
  /** The name of the kubectl context; empty if there is none. */
  readonly context: string;
  /** `undefined` for all namespaces. */
  readonly namespace?: string;
  readonly pods: number;
  /** How many of the pods were compared with nothing: there is neither a template nor a manifest of them. */
  readonly podsNotCompared: number;
  readonly workloads: number;
  /** Grouped by workload, the worst first. */
  readonly findings: readonly AuditFinding[];
  /** Workloads that could not be compared. The reason is the end of a sentence. */
  readonly notCompared: readonly { readonly namespace: string; readonly workload: Workload; readonly reason: string }[];
  /** What could not be read, as sentences. */
  readonly limits: readonly string[];
}

export interface AuditFinding extends GroupFinding {
  readonly namespace: string;
  readonly workload: Workload;
  /** The number of its pods, and some of their names. */
  readonly pods: { readonly count: number; readonly names: readonly string[] };
}

export type Workload = RunningGroup['workload'];

/** The most names of pods in a finding. */
const NAMES = 3;

/** Compares running pods with their templates and with the manifests of a workspace. */
export function auditRunning(running: RunningState, index: WorkspaceIndex): AuditReport {
  const declared = new DeclaredWorkloads(index, running.namespace ?? running.defaultNamespace);
  const namespaces = new Map(running.namespaces.map((namespace) => [namespace.name, namespace]));
  const mutators = new Mutators(running);
  const toSubject = (group: RunningGroup): AuditSubject => {
    const namespace = namespaces.get(group.namespace);
    const wanted = declared.find(group).declared;
    const template = group.template.from === 'owner' ? group.template.spec : undefined;
    const perhaps = (): string => mutators.perhaps(group, namespace);
    // A pod from an older template is expected to differ from the manifest. It is compared with its template, and with the
    // manifest only for what must not run whatever the version.
    if (group.isOutdated) {
      const now = { declared: wanted, template: group.present };
      return { group, namespace, declared: undefined, template, now, isBuilt: false, perhaps };
    }
    return { group, namespace, declared: wanted, template, isBuilt: wanted?.isBuilt ?? false, perhaps };
  };
  const workloads = byWorkload(running.groups);
  const judged = workloads.map((groups) => {
    const subjects = groups.map(toSubject);
    return {
      findings: findingsOf(subjects, running.canDebug),
      notCompared: notComparedOf(subjects, declared),
      left: subjects.filter((subject) => !isCompared(subject)).reduce((sum, { group }) => sum + group.pods, 0),
    };
  });
  return {
    version: 1,
    context: running.context,
    ...(running.namespace !== undefined && { namespace: running.namespace }),
    pods: running.groups.reduce((sum, { pods }) => sum + pods, 0),
    podsNotCompared: judged.reduce((sum, { left }) => sum + left, 0),
    workloads: workloads.length,
    findings: judged.flatMap(({ findings }) => findings),
    notCompared: judged.flatMap(({ notCompared }) => notCompared),
    limits: [
      ...running.limits,
      ...(index.isComplete ? [] : ['The workspace was not read completely, so manifests may be missing.']),
      ...declared.limits,
    ],
  };
}

/** The groups of each workload, by namespace, kind and name. */
function byWorkload(groups: readonly RunningGroup[]): RunningGroup[][] {
  const found = new Map<string, RunningGroup[]>();
  for (const group of groups) {
    const key = [group.namespace, group.workload.kind, group.workload.name].join('/');
    const known = found.get(key);
    if (known) known.push(group);
    else found.set(key, [group]);
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, own]) => own);
}

function findingsOf(subjects: readonly AuditSubject[], canDebug: boolean | undefined): AuditFinding[] {
  const found = subjects.flatMap((subject) =>
    [
      ...undeclaredContainers(subject),
      ...ephemeralContainers(subject, canDebug),
      ...imageDrifts(subject),
      ...programDrifts(subject),
      ...extraPrivileges(subject),
      ...leftBehind(subject),
    ].map((finding) => place(finding, [subject])),
  );
  const all = [...found, ...[...replicaDrifts(subjects)].map((finding) => place(finding, subjects))];
  return mergeEqual(all).sort((a, b) => AUDIT_SEVERITIES.indexOf(a.severity) - AUDIT_SEVERITIES.indexOf(b.severity));
}

function place(finding: GroupFinding, subjects: readonly AuditSubject[]): AuditFinding {
  const groups = subjects.map(({ group }) => group);
  const { namespace = '', workload = { kind: '', name: '' } } = groups[0] ?? {};
  const count = groups.reduce((sum, { pods }) => sum + pods, 0);
  const names = groups.flatMap((group) => group.names).slice(0, NAMES);
  return { ...finding, namespace, workload, pods: { count, names } };
}

/** Several groups of one workload can have the same finding. It is reported once. */
function mergeEqual(findings: readonly AuditFinding[]): AuditFinding[] {
  const found = new Map<string, AuditFinding>();
  for (const finding of findings) {
    const key = `${finding.finding} ${finding.message}`;
    const known = found.get(key);
    const pods = known && {
      count: known.pods.count + finding.pods.count,
      names: [...known.pods.names, ...finding.pods.names].slice(0, NAMES),
    };
    found.set(key, pods ? { ...known, pods } : finding);
  }
  return [...found.values()];
}

function notComparedOf(subjects: readonly AuditSubject[], declared: DeclaredWorkloads): AuditReport['notCompared'] {
  const [first] = subjects;
  if (!first) return [];
  const { namespace, workload } = first.group;
  const reasons = subjects.flatMap((subject) => [...uncompared(subject), ...untoldDigests(subject)]);
  const also = doubts(declared.find(first.group), declared.openNamespace);
  return [...new Set([...reasons, ...outdated(subjects), ...untoldReplicas(subjects), ...also])].map((reason) => ({
    namespace,
    workload,
    reason,
  }));
}

/** What a group could not be compared with. */
function uncompared(subject: AuditSubject): string[] {
  const { group, declared, now } = subject;
  const left = isCompared(subject)
    ? declared || now?.declared
      ? 'only its manifest was compared'
      : 'only its present template was compared'
    : 'there is nothing to compare it with';
  if (group.template.from === 'unknown') return [`${left}: ${group.template.reason}`];
  if (group.template.from === 'owner' || isCompared(subject)) return [];
  return [`${left}: no controller has created it, and no manifest describes it`];
}

/** How many pods have an older template. A rollout may be to replace them, be paused or stuck, or not come at all. */
function outdated(subjects: readonly AuditSubject[]): string[] {
  const old = subjects.filter(({ group: { isOutdated, template } }) => isOutdated && template.from === 'owner');
  const count = old.reduce((sum, { group }) => sum + group.pods, 0);
  if (count === 0) return [];
  const [were, they] =
    count === 1 ? ['1 of its pods was', 'its version was'] : [`${count} of its pods were`, 'their version was'];
  return [`${were} made from an older template, so ${they} not compared with the manifest`];
}

/** Reasons why another manifest may be the right one for a workload. */
function doubts({ declared, others, elsewhere }: Match, openNamespace: string | undefined): string[] {
  if (declared && others > 0)
    return [
      `${others + 1} manifests or builds describe it and none matches it, so the nearest was used: ${placeText(declared)}`,
    ];
  if (!elsewhere) return [];
  const taken =
    openNamespace === undefined ? 'it was not used' : `it was only used for the namespace "${openNamespace}"`;
  return [`the manifest in ${placeText(elsewhere)} has its name and no namespace, so ${taken}`];
}

function placeText({ place: { file, line } }: Declared): string {
  return `${file}:${line + 1}`;
}
