import type { AuditFinding, AuditReport } from '../audit/audit';
import { auditedWorkloads, notCompared, podsText, summary } from '../report/audit';
import { code, fileLink, joined, type Markdown, markdown, prose } from '../text/markdown';
import { decoded } from './overview/file-name';

/**
 * The report as a page in an editor, with links to the lines of manifests, whose files are URIs.
 * @param root the URI of the first workspace folder: VS Code's preview resolves links with a leading slash from there, and
 *   does not follow links with `file:`
 */
export function toAuditMarkdown(report: AuditReport, root: string | undefined): Markdown {
  const { context, namespace } = report;
  const whose = namespace === undefined ? 'all namespaces' : markdown`the namespace ${code(namespace)}`;
  const where = context === '' ? '' : markdown` of ${code(context)}`;
  const left = notCompared(report).map((line) => markdown`- ${prose(line)}\n`);
  const parts = [
    markdown`# Running pods in ${whose}${where}\n`,
    markdown`${summary(report)}.\n`,
    ...auditedWorkloads(report).map(({ title, findings }) => {
      const items = findings.map((finding) => toItem(finding, root));
      return markdown`## ${title}\n\n${joined(items, '')}`;
    }),
    ...(left.length > 0 ? [markdown`## Not compared\n\n${joined(left, '')}`] : []),
  ];
  return joined(parts, '\n');
}

function toItem({ finding, severity, message, manifest, pods }: AuditFinding, root: string | undefined): Markdown {
  const about = [...(manifest ? [linkTo(manifest, root)] : []), podsText(pods), code(finding)];
  return markdown`- **${severity}** ${prose(message)}  \n  ${joined(about, ' · ')}\n`;
}

function linkTo({ file, line }: NonNullable<AuditFinding['manifest']>, root: string | undefined): Markdown {
  const name = decoded(file.slice(file.lastIndexOf('/') + 1));
  return fileLink(markdown`${`${name}:${line + 1}`}`, pathFrom(root, file), line);
}

/** The path of a file relative to a folder, with a leading slash. If there is no relative path, the URI of the file. */
function pathFrom(root: string | undefined, file: string): string {
  const [from, to] = [root?.replace(/\/$/, '').split('/') ?? [], file.split('/')];
  const apart = from.findIndex((part, index) => part !== to[index]);
  const shared = apart === -1 ? from.length : apart;
  // The first three parts are `file:`, an empty part, and the authority.
  if (shared < 3) return file;
  return `/${[...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/')}`;
}
