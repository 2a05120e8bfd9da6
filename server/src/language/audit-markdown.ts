import type { AuditFinding, AuditReport } from '../audit/audit';
import { auditedWorkloads, notCompared, podsOf, summary } from '../report/audit';
import { code, escapeMarkdown } from './markdown';

/**
 * The report as a page of an editor, with links to the lines of manifests. Their files are URIs.
 * @param root the URI of the first workspace folder: VS Code's preview takes links with a slash in front to start there,
 *   and follows none with `file:`
 */
export function toAuditMarkdown(report: AuditReport, root: string | undefined): string {
  const { context, namespace } = report;
  const whose = namespace === undefined ? 'all namespaces' : `the namespace ${code(namespace)}`;
  const where = context === '' ? '' : ` of ${code(context)}`;
  const left = notCompared(report).map((line) => `- ${escapeMarkdown(line)}\n`);
  return [
    `# Running pods in ${whose}${where}\n`,
    `${summary(report)}.\n`,
    ...auditedWorkloads(report).map(
      ({ title, findings }) =>
        `## ${escapeMarkdown(title)}\n\n${findings.map((finding) => toItem(finding, root)).join('')}`,
    ),
    ...(left.length > 0 ? [`## Not compared\n\n${left.join('')}`] : []),
  ].join('\n');
}

function toItem({ finding, severity, message, manifest, pods }: AuditFinding, root: string | undefined): string {
  const about = [...(manifest ? [linkTo(manifest, root)] : []), escapeMarkdown(podsOf(pods)), code(finding)];
  return `- **${severity}** ${escapeMarkdown(message)}  \n  ${about.join(' · ')}\n`;
}

function linkTo({ file, line }: NonNullable<AuditFinding['manifest']>, root: string | undefined): string {
  const name = decodeURIComponent(file.slice(file.lastIndexOf('/') + 1));
  // What ends a link in Markdown may stand in a URI.
  const uri = pathFrom(root, file).replace(
    /[()<>\s]/g,
    (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return `[${escapeMarkdown(`${name}:${line + 1}`)}](${uri}#L${line + 1})`;
}

/** A file's path as seen from a folder, with a slash in front; its URI where there is no way between them. */
function pathFrom(root: string | undefined, file: string): string {
  const [from, to] = [root?.replace(/\/$/, '').split('/') ?? [], file.split('/')];
  const apart = from.findIndex((part, at) => part !== to[at]);
  const shared = apart === -1 ? from.length : apart;
  // `file:`, nothing, and the authority.
  if (shared < 3) return file;
  return `/${[...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/')}`;
}
