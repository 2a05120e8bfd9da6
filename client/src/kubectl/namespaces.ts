import { contextsOf } from './contexts';
import { fieldsOf, textOf } from './json';
import type { Kubectl, RunOptions } from './kubectl';
import { chunksOf } from './list';
import { isForbidden } from './owners';

/**
 * The namespaces of a cluster. Who may not list them gets those that the contexts of the same cluster are about.
 * @throws KubectlError
 */
export async function namespacesOf(
  kubectl: Kubectl,
  context: string,
  options: RunOptions = {},
): Promise<{ names: string[]; isForbidden: boolean }> {
  const names: string[] = [];
  try {
    for await (const namespaces of chunksOf(kubectl, context, '/api/v1/namespaces', options)) {
      names.push(...namespaces.flatMap(({ metadata }) => textOf(fieldsOf(metadata).name) ?? []));
    }
    return { names, isForbidden: false };
  } catch (error) {
    if (!isForbidden(error)) throw error;
    const { contexts } = await contextsOf(kubectl, options);
    const cluster = contexts.find(({ name }) => name === context)?.cluster;
    const own = contexts.flatMap((other) => (other.cluster === cluster ? (other.namespace ?? []) : []));
    return { names: [...new Set(['default', ...own])].sort(), isForbidden: true };
  }
}

/** What a namespace can be called (RFC 1123 label; API conventions, Names). */
export function isNamespaceName(text: string): boolean {
  return /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(text);
}
