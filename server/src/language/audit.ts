import { auditRunning } from '../audit/audit';
import type { AuditParams } from '../protocol';
import type { Markdown } from '../text/markdown';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import { toAuditMarkdown } from './audit-markdown';
import { canonicalUri } from './canonical-uri';

/**
 * The audit page: what runs in a cluster, compared with the manifests of the workspace.
 * @param root the URI of the first workspace folder
 */
export function auditPage({ running }: AuditParams, index: WorkspaceIndex, root: string | undefined): Markdown {
  return toAuditMarkdown(auditRunning(running, index), root && canonicalUri(root));
}
