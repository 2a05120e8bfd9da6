import { type Fields, fieldsOf, objectsOf, textOf } from './json';
import { type Kubectl, LOCAL_TIME, type RunOptions } from './kubectl';

/** A way into a cluster, as the kubeconfig has it. */
export interface Context {
  readonly name: string;
  readonly cluster: string;
  readonly user: string;
  /** The namespace that it is about; none where it says nothing. */
  readonly namespace: string | undefined;
}

/**
 * The contexts of all files that kubectl reads, merged by itself; none where there is no kubeconfig.
 * @throws KubectlError
 */
export async function contextsOf(
  kubectl: Kubectl,
  options: RunOptions = {},
): Promise<{ contexts: Context[]; current: string | undefined }> {
  const config = await readConfig(kubectl, options);
  return {
    contexts: objectsOf(config.contexts).flatMap(toContext),
    current: textOf(config['current-context']) || undefined,
  };
}

/**
 * The program that kubectl runs to log in to a context; `undefined` where it has credentials of its own.
 * @param name the current context, where it is empty or none
 * @throws KubectlError
 */
export async function loginProgramOf(
  kubectl: Kubectl,
  name: string | undefined,
  options: RunOptions = {},
): Promise<string | undefined> {
  const config = await readConfig(kubectl, options);
  const wanted = name || textOf(config['current-context']);
  const context = objectsOf(config.contexts)
    .flatMap(toContext)
    .find((one) => one.name === wanted);
  const user = objectsOf(config.users).find((one) => one.name === context?.user);
  return textOf(fieldsOf(fieldsOf(user?.user).exec).command);
}

/** Without `--raw`, `config view` leaves out the credentials. */
async function readConfig(kubectl: Kubectl, options: RunOptions): Promise<Fields> {
  return fieldsOf(
    JSON.parse(await kubectl.run(['config', 'view', '--output=json'], { timeoutMs: LOCAL_TIME, ...options })),
  );
}

function toContext({ name, context }: Fields): Context[] {
  if (typeof name !== 'string') return [];
  const { cluster, user, namespace } = fieldsOf(context);
  return [
    { name, cluster: textOf(cluster) ?? '', user: textOf(user) ?? '', namespace: textOf(namespace) || undefined },
  ];
}
