import { fieldsOf, objectsOf, textOf } from './json';
import type { Kubectl, RunOptions } from './kubectl';

/** A way into a cluster, as the kubeconfig has it. */
export interface Context {
  readonly name: string;
  readonly cluster: string;
  /** The namespace that it is about; none where it says nothing. */
  readonly namespace: string | undefined;
}

/**
 * The contexts of all files that kubectl reads, merged by itself. Credentials are left out by `config view`.
 * @throws KubectlError
 */
export async function contextsOf(
  kubectl: Kubectl,
  options: RunOptions = {},
): Promise<{ contexts: Context[]; current: string | undefined }> {
  const config = fieldsOf(JSON.parse(await kubectl.run(['config', 'view', '--output=json'], options)));
  const contexts = objectsOf(config.contexts).flatMap(({ name, context }) => {
    const { cluster, namespace } = fieldsOf(context);
    return typeof name === 'string'
      ? [{ name, cluster: textOf(cluster) ?? '', namespace: textOf(namespace) || undefined }]
      : [];
  });
  return { contexts, current: textOf(config['current-context']) || undefined };
}
