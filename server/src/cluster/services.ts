import { inNamespace } from './controllers';
import type { Kubectl, RunOptions } from './kubectl';
import { chunksOf } from './list';
import { type ApiService, toService } from './ports';
import { problemOf } from './problem';

/**
 * The Services of a namespace.
 * @returns `undefined` if the user may not list them
 * @throws KubectlError
 */
export async function servicesOf(
  kubectl: Kubectl,
  { context, namespace }: { readonly context: string; readonly namespace: string },
  options: RunOptions,
): Promise<ApiService[] | undefined> {
  const found: ApiService[] = [];
  try {
    for await (const objects of chunksOf(kubectl, context, `/api/v1${inNamespace(namespace)}/services`, options))
      found.push(...objects.flatMap((object) => toService(object) ?? []));
  } catch (error) {
    if (problemOf(error)?.kind === 'forbidden') return undefined;
    throw error;
  }
  return found;
}
