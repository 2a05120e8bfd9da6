import { contextsOf } from './contexts';
import type { Kubectl, RunOptions } from './kubectl';

/**
 * The context that kubectl uses by default, and the namespace of a context. Inside a cluster there may be no context: then
 * it is empty, and kubectl takes that for none.
 * @param named the requested context
 * @throws KubectlError
 */
export async function currentPlace(
  kubectl: Kubectl,
  named: string | undefined,
  options: RunOptions = {},
): Promise<{ context: string; namespace: string }> {
  const { contexts, current } = await contextsOf(kubectl, options);
  const context = named ?? current ?? '';
  return { context, namespace: contexts.find(({ name }) => name === context)?.namespace ?? 'default' };
}
