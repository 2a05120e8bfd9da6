import type { DocumentStatus } from '../protocol';
import type { DocumentAnalysis } from '../rules/analysis';
import type { OpenAnalysis } from './open-documents';

/** The number of containers in each role in a document. */
export function toStatus({ uri, documents }: OpenAnalysis): DocumentStatus {
  let pods = 0;
  const roles: Record<string, number> = {};
  for (const { analysis } of documents) {
    if (analysis.pods.length === 0) continue;
    pods += analysis.pods.length;
    for (const role of rolesIn(analysis)) roles[role] = (roles[role] ?? 0) + 1;
  }
  return { uri, pods, roles };
}

const known = new WeakMap<DocumentAnalysis, readonly string[]>();

/** The role of each container. */
function rolesIn(analysis: DocumentAnalysis): readonly string[] {
  let roles = known.get(analysis);
  if (!roles) {
    roles = analysis.pods.flatMap(({ containers }) => containers.map(({ role }) => role));
    known.set(analysis, roles);
  }
  return roles;
}
