import { contextsOf } from './contexts';
import type { Kubectl, RunOptions } from './kubectl';

/**
 * The context that kubectl uses where it is told none, and a context's namespace. Inside a cluster there may be no
 * context at all: it is empty then, which kubectl takes as none.
 * @param named the context that was asked for
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
