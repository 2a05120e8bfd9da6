import type { DocumentStatus } from '../protocol';
import type { OpenAnalysis, OpenedDocument } from './open-analysis';
import { isUnreadTemplate } from './template-hint';

/** The number of containers in each role in a document. */
export function toStatus({ uri, documents }: OpenAnalysis): DocumentStatus {
  let [pods, templates] = [0, 0];
  const roles = new Map<string, number>();
  for (const document of documents) {
    if (isUnreadTemplate(document.document)) templates++;
    pods += document.analysis.pods.length;
    for (const role of rolesIn(document)) roles.set(role, (roles.get(role) ?? 0) + 1);
  }
  return { uri, pods, templates, roles: Object.fromEntries(roles) };
}

/** The role of each container. */
function rolesIn({ analysis, notes }: OpenedDocument): readonly string[] {
  notes.roles ??= analysis.pods.flatMap(({ containers }) => containers.map(({ role }) => role));
  return notes.roles;
}
