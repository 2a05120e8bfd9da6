import { contextsOf } from './contexts';
import { fieldText, jsonFields } from './json';
import { CLUSTER_TIME, type Kubectl, type RunOptions } from './kubectl';
import { chunksOf } from './list';
import { problemOf } from './problem';

/**
 * The namespaces of a cluster. If the user may not list them, the namespaces in the contexts of this cluster.
 * @throws KubectlError
 */
export async function namespacesOf(
  kubectl: Kubectl,
  context: string,
  options: RunOptions = {},
): Promise<{ names: string[]; isForbidden: boolean }> {
  const names: string[] = [];
  try {
    const bounded = { timeoutMs: CLUSTER_TIME, ...options };
    for await (const namespaces of chunksOf(kubectl, context, '/api/v1/namespaces', bounded)) {
      names.push(...namespaces.flatMap(({ metadata }) => fieldText(jsonFields(metadata).name) ?? []));
    }
    return { names, isForbidden: false };
  } catch (error) {
    if (problemOf(error)?.kind !== 'forbidden') throw error;
    return { names: await namedByContexts(kubectl, context, options), isForbidden: true };
  }
}

/** Leaves out names in contexts that are not valid for a namespace. */
async function namedByContexts(kubectl: Kubectl, name: string, { signal }: RunOptions): Promise<string[]> {
  const { contexts, current } = await contextsOf(kubectl, { signal });
  const cluster = contexts.find((context) => context.name === (name || current))?.cluster;
  const named = contexts.flatMap((context) => (context.cluster === cluster ? (context.namespace ?? []) : []));
  return [...new Set(['default', ...named.filter(isNamespaceName)])].sort();
}

/** Whether a text is a valid name of a namespace (RFC 1123 label; API conventions, Names). */
export function isNamespaceName(text: string): boolean {
  return /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(text);
}
