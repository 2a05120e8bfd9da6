import type { IncomingMessage } from 'node:http';

/** A request as the API server's authorisation sees it. */
export interface ApiRequest {
  readonly method: string;
  /** Without the query, as it was sent. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly verb: 'get' | 'list' | 'watch' | 'create' | 'patch' | 'other';
  readonly group: string;
  readonly namespace: string | undefined;
  /** The plural, `pods`; undefined where the path is not about objects. */
  readonly resource: string | undefined;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
}

/** Subresources that connect to something count as created, even where a WebSocket begins with GET. */
const CONNECTS = ['exec', 'attach'];

export function parseRequest({ method = 'GET', url = '/', headers }: IncomingMessage): ApiRequest {
  const { pathname: path, searchParams: query } = new URL(url, 'https://cluster');
  const [root, ...segments] = path.split('/').slice(1).map(decodeURIComponent);
  const group = root === 'apis' ? (segments[0] ?? '') : '';
  const rest = root === 'api' ? segments.slice(1) : root === 'apis' ? segments.slice(2) : [];
  const isInNamespace = rest[0] === 'namespaces' && rest.length > 2;
  const namespace = isInNamespace ? rest[1] : undefined;
  const [resource, name, subresource] = isInNamespace ? rest.slice(2) : rest;
  const verb = verbOf(method, query, name, subresource);
  return { method, path, query, headers, verb, group, namespace, resource, name, subresource };
}

function verbOf(method: string, query: URLSearchParams, name?: string, subresource?: string): ApiRequest['verb'] {
  if (method === 'POST' || (subresource !== undefined && CONNECTS.includes(subresource))) return 'create';
  if (method === 'PATCH') return 'patch';
  if (method !== 'GET') return 'other';
  if (isTrue(query, 'watch')) return 'watch';
  return name === undefined ? 'list' : 'get';
}

/** kubectl writes "true" or "1". */
export function isTrue(query: URLSearchParams, name: string): boolean {
  return ['true', '1'].includes(query.get(name) ?? '');
}
