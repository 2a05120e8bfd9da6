import type { KubeObject } from './objects.ts';
import { apiVersionOf, type Resource } from './resources.ts';
import { selector } from './selector.ts';
import { badRequest } from './status.ts';

export interface Chunk {
  readonly objects: readonly KubeObject[];
  /** The list's own metadata: the `continue` of the next chunk, where there is one. */
  readonly metadata: object;
}

/** The objects that `limit`, `continue` and the selectors of a list ask for. */
export function chunkOf(objects: readonly KubeObject[], query: URLSearchParams, resourceVersion: string): Chunk {
  const selected = objects.filter(selector(query));
  const start = offsetOf(query.get('continue'));
  const end = start + (Number(query.get('limit')) || selected.length);
  const remaining = selected.length - end;
  const next = remaining > 0 ? { continue: tokenOf(end), remainingItemCount: remaining } : {};
  return { objects: selected.slice(start, end), metadata: { resourceVersion, ...next } };
}

/** As the API server has it: the objects in a list don't repeat their kind. */
export function listOf(resource: Resource, { objects, metadata }: Chunk): object {
  const items = objects.map(({ kind: _, apiVersion: __, ...fields }) => fields);
  return { kind: `${resource.kind}List`, apiVersion: apiVersionOf(resource), metadata, items };
}

function tokenOf(offset: number): string {
  return Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', offset })).toString('base64url');
}

function offsetOf(token: string | null): number {
  if (!token) return 0;
  try {
    return Number(JSON.parse(Buffer.from(token, 'base64url').toString()).offset);
  } catch {
    throw badRequest('invalid continue token: continue key is not valid');
  }
}
