import type { DocumentStatus } from '../protocol';
import type { OpenAnalysis } from './open-documents';

/** The number of containers in each role in a document. */
export function toStatus({ uri, documents }: OpenAnalysis): DocumentStatus {
  const pods = documents.flatMap(({ analysis }) => analysis.pods);
  const roles: Record<string, number> = {};
  for (const { role } of pods.flatMap(({ containers }) => containers)) roles[role] = (roles[role] ?? 0) + 1;
  return { uri, pods: pods.length, roles };
}
