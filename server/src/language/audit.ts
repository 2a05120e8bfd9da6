import { audit } from '../audit/audit';
import type { AuditParams } from '../protocol';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import { toAuditMarkdown } from './audit-markdown';
import { canonicalUri } from './canonical-uri';

/**
 * The page about what runs in a cluster, compared with the manifests of the workspace.
 * @param root the URI of the first workspace folder
 */
export function auditPage({ running }: AuditParams, index: WorkspaceIndex, root: string | undefined): string {
  return toAuditMarkdown(audit(running, index), root && canonicalUri(root));
}
