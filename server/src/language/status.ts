import type { DocumentStatus } from '../protocol';
import type { OpenAnalysis } from './open-documents';

/** Who is in the pods of a document, counted. */
export function toStatus({ uri, documents }: OpenAnalysis): DocumentStatus {
  const pods = documents.flatMap(({ analysis }) => analysis.pods);
  const roles: Record<string, number> = {};
  for (const { role } of pods.flatMap(({ containers }) => containers)) roles[role] = (roles[role] ?? 0) + 1;
  return { uri, pods: pods.length, roles };
}
