import { fieldsOf, objectsOf, textOf } from './json';
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
  const config = fieldsOf(JSON.parse(await kubectl.run(['config', 'view', '--output=json'], options)));
  const context = named ?? textOf(config['current-context']) ?? '';
  const found = objectsOf(config.contexts).find(({ name }) => name === context);
  const namespace = textOf(fieldsOf(found?.context).namespace);
  return { context, namespace: namespace === undefined || namespace === '' ? 'default' : namespace };
}
