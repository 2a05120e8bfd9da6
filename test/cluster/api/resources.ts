import { createHash } from 'node:crypto';
import type { ApiObject, ApiServer } from './types';

interface Resource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

const known = new WeakMap<ApiServer, Map<string, Promise<readonly Resource[]>>>();

/**
 * Where objects of a kind are created.
 * @param namespace for those that are in one
 * @returns undefined for a kind that the server doesn't have
 */
export async function pathOf(
  server: ApiServer,
  { apiVersion, kind }: Pick<ApiObject, 'apiVersion' | 'kind'>,
  namespace = 'default',
): Promise<string | undefined> {
  const resources = await resourcesOf(server, apiVersion);
  const resource = resources.find((one) => one.kind === kind && !one.name.includes('/'));
  if (resource === undefined) return undefined;
  return `${rootOf(apiVersion)}/${resource.namespaced ? `namespaces/${namespace}/` : ''}${resource.name}`;
}

/**
 * Whether objects of a resource are in namespaces.
 * @param name in lower case, as rules of roles have it, such as `pods/exec`
 * @returns undefined for one that the server doesn't have
 */
export async function isNamespaced(server: ApiServer, apiVersion: string, name: string): Promise<boolean | undefined> {
  const resources = await resourcesOf(server, apiVersion);
  return resources.find((one) => one.name === name)?.namespaced;
}

/** What the server has of an API version, which it is asked for once. */
function resourcesOf(server: ApiServer, apiVersion: string): Promise<readonly Resource[]> {
  const versions = known.get(server) ?? new Map<string, Promise<readonly Resource[]>>();
  known.set(server, versions);
  const found = versions.get(apiVersion) ?? discover(server, apiVersion);
  versions.set(apiVersion, found);
  return found;
}

async function discover(server: ApiServer, apiVersion: string): Promise<readonly Resource[]> {
  const { code, body } = await server.send({ method: 'GET', path: rootOf(apiVersion) });
  if (code === 200) return (body as { readonly resources: readonly Resource[] }).resources;
  // It may have it later.
  known.get(server)?.delete(apiVersion);
  return [];
}

function rootOf(apiVersion: string): string {
  return `${apiVersion.includes('/') ? '/apis' : '/api'}/${apiVersion.split('/').map(encodeURIComponent).join('/')}`;
}

/** A name for one test only, that also a second run on the same cluster doesn't have. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${createHash('sha256').update(`${process.pid} ${Math.random()}`).digest('hex').slice(0, 10)}`;
}
