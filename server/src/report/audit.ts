import { createColors } from 'picocolors';
import type { AuditFinding, AuditReport, Workload } from '../audit/audit';
import { AUDIT_SEVERITIES, type AuditFindingKind, sentenceList } from '../audit/subject';
import { printable } from '../text/printable';
import { jsonText } from './json';
import type { Report } from './report';
import { SARIF_LEVELS, sarifLog, toUri } from './sarif';

/** The most workloads that are named for one reason. */
const NAMED = 3;

/** A text for users: the findings of each workload, what could not be compared, and a summary. */
export function toAuditText(report: AuditReport, hasColors: boolean): string {
  const colors = createColors(hasColors);
  const paint = { error: colors.red, warning: colors.yellow, information: colors.cyan };
  const workloads = auditedWorkloads(report).map(({ title, findings }) => {
    const lines = findings.map(({ finding, severity, message, manifest, pods }) => {
      const place = manifest ? `${manifest.file}:${manifest.line + 1}, ` : '';
      return `  ${paint[severity](severity)} ${printable(message)} ${colors.dim(finding)}\n    ${colors.dim(printable(place + podsText(pods)))}\n`;
    });
    return `${colors.bold(printable(title))}\n${lines.join('')}`;
  });
  const left = notCompared(report).map((line) => `${colors.yellow('not compared')} ${printable(line)}\n`);
  const rest = left.length > 0 ? [left.join('')] : [];
  return [...workloads, ...rest, `${summary(report)}\n`].join('\n');
}

export function toAuditJson(report: AuditReport, rest: Pick<Report, 'skipped' | 'leftOut'>): string {
  return `${jsonText({ ...report, ...rest }, 2)}\n`;
}

/** SARIF 2.1.0. A finding without a manifest has no file location, only the name of its workload. */
export function toAuditSarif(report: AuditReport): string {
  const kinds = Object.keys(ABOUT);
  return sarifLog({
    rules: Object.entries(ABOUT).map(([id, { title, why, fix }]) => ({
      id,
      shortDescription: { text: title },
      fullDescription: { text: why },
      help: { text: fix },
      properties: { tags: ['security', 'kubernetes', 'audit'] },
    })),
    notifications: notCompared(report).map((text) => ({ level: 'note', message: { text } })),
    results: report.findings.map(({ finding, severity, message, namespace, workload, container, manifest, pods }) => {
      const name = [namespace, workload.kind, workload.name, ...(container === undefined ? [] : [container])].join('/');
      return {
        ruleId: finding,
        ruleIndex: kinds.indexOf(finding),
        level: SARIF_LEVELS[severity],
        message: { text: message },
        locations: [
          {
            ...(manifest && {
              physicalLocation: {
                artifactLocation: { uri: toUri(manifest.file) },
                region: { startLine: manifest.line + 1 },
              },
            }),
            logicalLocations: [{ fullyQualifiedName: name, kind: 'resource' }],
          },
        ],
        properties: { pods: pods.count, names: pods.names },
        partialFingerprints: { 'sidecarGuardAudit/v1': `${finding}|${name}` },
      };
    }),
  });
}

/** A workload with findings. */
export interface AuditedWorkload {
  readonly title: string;
  readonly findings: readonly AuditFinding[];
}

export function auditedWorkloads({ findings }: AuditReport): AuditedWorkload[] {
  const found = new Map<string, AuditFinding[]>();
  for (const finding of findings) {
    const title = titleOf(finding);
    found.set(title, [...(found.get(title) ?? []), finding]);
  }
  return [...found].map(([title, own]) => ({ title, findings: own }));
}

/** What could not be read or compared. Each reason is listed once. */
export function notCompared({ notCompared: left, limits }: AuditReport): string[] {
  const byReason = new Map<string, string[]>();
  for (const one of left) byReason.set(one.reason, [...(byReason.get(one.reason) ?? []), titleOf(one)]);
  const reasons = [...byReason].map(([reason, titles]) => {
    const more = titles.length - NAMED;
    const named = more > 0 ? [...titles.slice(0, NAMED), `${more} more`] : titles;
    return `${sentenceList(named)}: ${reason}.`;
  });
  return [...limits, ...reasons];
}

/** The counts of findings; pods that were compared with nothing are counted apart. */
export function summary({ findings, pods, podsNotCompared, workloads }: AuditReport): string {
  const counts = AUDIT_SEVERITIES.flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [severity === 'information' ? `${count} information` : plural(count, severity)];
  });
  const all = `${plural(pods, 'pod')} of ${plural(workloads, 'workload')}`;
  if (podsNotCompared === 0) return `${counts.join(', ') || 'No findings'} in ${all}`;
  const left = `${podsNotCompared} of them ${podsNotCompared === 1 ? 'was' : 'were'} compared with nothing`;
  if (counts.length > 0) return `${counts.join(', ')} in ${all}; ${left}`;
  return podsNotCompared === pods
    ? `Nothing was compared: ${all}`
    : `No findings in ${plural(pods - podsNotCompared, 'pod')}, among ${all}; ${left}`;
}

/** `3 pods: web-a, web-b and 1 more`. */
export function podsText({ count, names }: AuditFinding['pods']): string {
  const more = count - names.length;
  const words = more > 0 ? [...names, `${more} more`] : names;
  return `${plural(count, 'pod')}: ${sentenceList(words)}`;
}

function titleOf({ namespace, workload }: { namespace: string; workload: Workload }): string {
  return `${workload.kind} ${workload.name} in ${namespace}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

const ABOUT: Readonly<Record<AuditFindingKind, { title: string; why: string; fix: string }>> = {
  'undeclared-container': {
    title: 'A container that is not declared',
    why: 'A container that is in neither the manifest nor the template of its controller was added by a webhook, or by a user who created the pod. It shares the network, the volumes and the service account of the pod.',
    fix: 'Find out who added it. Then declare it, or remove its cause and delete the pod.',
  },
  'ephemeral-container': {
    title: 'An ephemeral container in a running pod',
    why: 'An ephemeral container is added to a running pod, and is not in its manifest. It is meant for debugging, and stays in the pod after it has ended.',
    fix: 'Find out who added it. To remove it, delete the pod.',
  },
  'image-drift': {
    title: 'An image that is not the declared one',
    why: 'The running image is not the one that was reviewed, or replicas of one workload run different images with the same tag.',
    fix: 'Pin images to digests, apply the manifest, and find out who changed the pod.',
  },
  'program-drift': {
    title: 'A program that is not the declared one',
    why: 'The running container starts another command, or other arguments, hooks or probes, than the ones that were reviewed. The image can be the declared one, and do something else.',
    fix: 'Find out who changed it. Then remove the change from the workload in the cluster, or declare it, and delete the pod.',
  },
  'extra-privilege': {
    title: 'A privilege that is not declared',
    why: 'A pod that has more privileges than its manifest or template was changed after that. It may have access to its node, or the permissions of another service account.',
    fix: 'Find out who changed it. Then declare the privilege, or remove its cause and delete the pod.',
  },
};
