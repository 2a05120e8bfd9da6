import { fieldText, type JsonFields, jsonFields, jsonObjects } from './json';
import { type Kubectl, LOCAL_TIME, type RunOptions } from './kubectl';

/** A context of the kubeconfig. */
export interface Context {
  readonly name: string;
  readonly cluster: string;
  /** The address of the cluster; `undefined` if the kubeconfig has none. */
  readonly server: string | undefined;
  readonly user: string;
  /** Its namespace; `undefined` if it names none. */
  readonly namespace: string | undefined;
}

/**
 * The contexts of all files that kubectl reads, merged by kubectl; empty without a kubeconfig.
 * @throws KubectlError
 */
export async function contextsOf(
  kubectl: Kubectl,
  options: RunOptions = {},
): Promise<{ contexts: Context[]; current: string | undefined }> {
  const config = await readConfig(kubectl, options);
  return {
    contexts: contextsIn(config),
    current: fieldText(config['current-context']) || undefined,
  };
}

/**
 * The program that kubectl runs to log in to a context; `undefined` if the kubeconfig has the credentials.
 * @param name empty or `undefined` for the current context
 * @throws KubectlError
 */
export async function loginProgramOf(
  kubectl: Kubectl,
  name: string | undefined,
  options: RunOptions = {},
): Promise<string | undefined> {
  const config = await readConfig(kubectl, options);
  const wanted = name || fieldText(config['current-context']);
  const context = contextsIn(config).find((one) => one.name === wanted);
  const user = jsonObjects(config.users).find((one) => one.name === context?.user);
  return fieldText(jsonFields(jsonFields(user?.user).exec).command);
}

/** Without `--raw`, `config view` leaves out the credentials. */
async function readConfig(kubectl: Kubectl, options: RunOptions): Promise<JsonFields> {
  return jsonFields(await kubectl.json(['config', 'view', '--output=json'], { timeoutMs: LOCAL_TIME, ...options }));
}

function contextsIn(config: JsonFields): Context[] {
  const servers = new Map(
    jsonObjects(config.clusters).map(({ name, cluster }) => [fieldText(name), fieldText(jsonFields(cluster).server)]),
  );
  return jsonObjects(config.contexts).flatMap(({ name, context }) => {
    if (typeof name !== 'string') return [];
    const { cluster, user, namespace } = jsonFields(context);
    const own = fieldText(cluster) ?? '';
    return [
      {
        name,
        cluster: own,
        server: servers.get(own),
        user: fieldText(user) ?? '',
        namespace: fieldText(namespace) || undefined,
      },
    ];
  });
}
