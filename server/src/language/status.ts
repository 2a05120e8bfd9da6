import type { DocumentStatus } from '../protocol';
import type { OpenAnalysis, OpenedDocument } from './open-analysis';
import { isUnreadTemplate } from './template-hint';

/** How many findings and containers a document has, of each severity and role. */
export function toStatus({ uri, documents }: OpenAnalysis): DocumentStatus {
  let [pods, templates] = [0, 0];
  const [roles, findings] = [new Map<string, number>(), new Map<string, number>()];
  for (const document of documents) {
    if (isUnreadTemplate(document.document)) templates++;
    pods += document.analysis.pods.length;
    for (const { severity } of document.analysis.findings) findings.set(severity, (findings.get(severity) ?? 0) + 1);
    for (const role of rolesIn(document)) roles.set(role, (roles.get(role) ?? 0) + 1);
  }
  return { uri, pods, templates, findings: Object.fromEntries(findings), roles: Object.fromEntries(roles) };
}

/** The role of each container. */
function rolesIn({ analysis, notes }: OpenedDocument): readonly string[] {
  notes.roles ??= analysis.pods.flatMap(({ containers }) => containers.map(({ role }) => role));
  return notes.roles;
}
