import { audit } from '../audit/audit';
import type { AuditParams } from '../protocol';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import { toAuditMarkdown } from './audit-markdown';

/** The page about what runs in a cluster, compared with the manifests of the workspace. */
export function auditPage({ running }: AuditParams, index: WorkspaceIndex): string {
  return toAuditMarkdown(audit(running, index));
}
