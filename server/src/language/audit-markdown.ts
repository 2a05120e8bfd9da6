import type { AuditFinding, AuditReport } from '../audit/audit';
import { auditedWorkloads, notCompared, podsOf, summary } from '../report/audit';
import { code, escapeMarkdown } from './markdown';

/** The report as a page of an editor, with links to the lines of manifests. Their files are URIs. */
export function toAuditMarkdown(report: AuditReport): string {
  const { context, namespace } = report;
  const whose = namespace === undefined ? 'all namespaces' : `the namespace ${code(namespace)}`;
  const where = context === '' ? '' : ` of ${code(context)}`;
  const left = notCompared(report).map((line) => `- ${escapeMarkdown(line)}\n`);
  return [
    `# Running pods in ${whose}${where}\n`,
    `${summary(report)}.\n`,
    ...auditedWorkloads(report).map(
      ({ title, findings }) => `## ${escapeMarkdown(title)}\n\n${findings.map(toItem).join('')}`,
    ),
    ...(left.length > 0 ? [`## Not compared\n\n${left.join('')}`] : []),
  ].join('\n');
}

function toItem({ finding, severity, message, manifest, pods }: AuditFinding): string {
  const about = [...(manifest ? [linkTo(manifest)] : []), escapeMarkdown(podsOf(pods)), code(finding)];
  return `- **${severity}** ${escapeMarkdown(message)}  \n  ${about.join(' · ')}\n`;
}

function linkTo({ file, line }: NonNullable<AuditFinding['manifest']>): string {
  const name = decodeURIComponent(file.slice(file.lastIndexOf('/') + 1));
  // What ends a link in Markdown may stand in a URI.
  const uri = file.replace(/[()<>\s]/g, (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return `[${escapeMarkdown(`${name}:${line + 1}`)}](${uri}#L${line + 1})`;
}
