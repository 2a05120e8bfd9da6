import type { RunningNamespace, RunningState } from '../audit/running';
import { inNamespace } from './controllers';
import { currentPlace } from './current-place';
import { fieldText, fieldTexts, type JsonFields, jsonFields } from './json';
import { CLUSTER_TIME, type Kubectl, KubectlError, type RunOptions } from './kubectl';
import { chunksOf } from './list';
import { readMutators } from './mutators';
import { isForbidden, type NamespacePlace, Owners } from './owners';
import { RunningGroups } from './running-groups';

export interface CollectOptions extends RunOptions {
  /** Called after each chunk with the number of pods so far. */
  readonly progress?: ((pods: number) => void) | undefined;
}

/**
 * What runs in a cluster, or in one of its namespaces. If something other than pods may not be read, `limits` says so.
 * @throws KubectlError
 */
export async function collectRunning(
  kubectl: Kubectl,
  place: NamespacePlace,
  { progress, ...given }: CollectOptions = {},
): Promise<RunningState> {
  return describeRunning(
    kubectl,
    place,
    await readPods(kubectl, place, { timeoutMs: CLUSTER_TIME, ...given }, progress),
    given,
  );
}

/**
 * Adds to pods what they were made from, and what may have changed them.
 * @throws KubectlError
 */
export async function describeRunning(
  kubectl: Kubectl,
  place: NamespacePlace,
  groups: RunningGroups,
  given: RunOptions,
): Promise<RunningState> {
  const options = { timeoutMs: CLUSTER_TIME, ...given };
  const open =
    place.namespace === undefined ? await currentPlace(kubectl, place.context || undefined, given) : undefined;
  const owners = new Owners();
  await owners.read(kubectl, place, groups.owners, options);
  const limits = [...owners.limits];
  const namespaces = await readNamespaces(kubectl, place, groups.namespaces, limits, options);
  const mutators = await readMutators(kubectl, place.context, limits, options);
  const finished = groups.finish((owner, created) => owners.originOf(owner, created));
  const hasEphemeral = finished.some(({ spec }) => spec.containers.some(({ list }) => list === 'ephemeralContainers'));
  const canDebug = hasEphemeral ? await mayDebug(kubectl, place, options) : undefined;
  return {
    context: place.context,
    ...(place.namespace !== undefined && { namespace: place.namespace }),
    ...(open && { defaultNamespace: open.namespace }),
    groups: finished,
    namespaces,
    ...mutators,
    ...(canDebug !== undefined && { canDebug }),
    limits,
  };
}

/** Reads all pods at one moment: pods that change between two chunks would look like replicas that differ. */
async function readPods(
  kubectl: Kubectl,
  { context, namespace }: NamespacePlace,
  options: RunOptions,
  progress: CollectOptions['progress'],
): Promise<RunningGroups> {
  let groups = new RunningGroups();
  let pods = 0;
  const restart = (): void => {
    groups = new RunningGroups();
    pods = 0;
  };
  const path = `/api/v1${inNamespace(namespace)}/pods`;
  for await (const chunk of chunksOf(kubectl, context, path, { ...options, restart })) {
    for (const pod of chunk) groups.add(pod);
    pods += chunk.length;
    progress?.(pods);
  }
  return groups;
}

/** The labels and annotations of namespaces say which injectors are turned on. */
async function readNamespaces(
  kubectl: Kubectl,
  { context, namespace }: NamespacePlace,
  wanted: ReadonlySet<string>,
  limits: string[],
  options: RunOptions,
): Promise<RunningNamespace[]> {
  const found: RunningNamespace[] = [];
  const take = (object: JsonFields): void => {
    const { name, labels, annotations } = jsonFields(object.metadata);
    const text = fieldText(name);
    if (text === undefined || !wanted.has(text)) return;
    found.push({ name: text, labels: fieldTexts(labels), annotations: fieldTexts(annotations) });
  };
  try {
    if (namespace === undefined) {
      for await (const chunk of chunksOf(kubectl, context, '/api/v1/namespaces', options)) chunk.forEach(take);
    } else {
      const words = [`--context=${context}`, 'get', `--raw=/api/v1${inNamespace(namespace)}`];
      take(jsonFields(await kubectl.json(words, options)));
    }
  } catch (error) {
    if (!isForbidden(error)) throw error;
    const [what, whose] = namespace === undefined ? ['namespaces', 'their'] : [`the namespace "${namespace}"`, 'its'];
    limits.push(`You may not read ${what}, so it is not known which injectors ${whose} labels turn on.`);
  }
  return found;
}

/**
 * Whether the user may add ephemeral containers. Each of the two verbs is enough; `kubectl debug` uses `patch`.
 * @returns `undefined` if the cluster does not say
 */
async function mayDebug(kubectl: Kubectl, place: NamespacePlace, options: RunOptions): Promise<boolean | undefined> {
  const mayPatch = await mayChangeEphemeral('patch', kubectl, place, options);
  if (mayPatch) return true;
  const mayUpdate = await mayChangeEphemeral('update', kubectl, place, options);
  return mayUpdate || (mayPatch === undefined ? undefined : mayUpdate);
}

async function mayChangeEphemeral(
  verb: 'patch' | 'update',
  kubectl: Kubectl,
  { context, namespace }: NamespacePlace,
  options: RunOptions,
): Promise<boolean | undefined> {
  const where = namespace === undefined ? '--all-namespaces' : `--namespace=${namespace}`;
  const asked = ['auth', 'can-i', verb, 'pods', '--subresource=ephemeralcontainers', where];
  try {
    await kubectl.run([`--context=${context}`, ...asked], options);
    return true;
  } catch (error) {
    // For "no", kubectl exits with 1 and writes only warnings to stderr.
    if (error instanceof KubectlError && error.exitCode === 1 && !/^error/im.test(error.stderr)) return false;
    if (error instanceof KubectlError) return undefined;
    throw error;
  }
}
