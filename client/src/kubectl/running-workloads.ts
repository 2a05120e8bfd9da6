import type { RunningNamespace, RunningState } from '../../../server/src/protocol';
import { inNamespace } from './controllers';
import { currentPlace } from './current-place';
import { type Fields, fieldsOf, objectsOf, textOf, textsOf } from './json';
import { CLUSTER_TIME, type Kubectl, KubectlError, type RunOptions } from './kubectl';
import { chunksOf } from './list';
import { isForbidden, Owners, type Place } from './owners';
import { RunningGroups } from './running-groups';

export interface CollectOptions extends RunOptions {
  /** Called after each chunk with how many pods have come. */
  readonly progress?: ((pods: number) => void) | undefined;
}

/**
 * What runs in a cluster, or in one of its namespaces. What beside the pods may not be read is missing, and said so.
 * @throws KubectlError
 */
export async function collectRunning(
  kubectl: Kubectl,
  place: Place,
  { progress, ...given }: CollectOptions = {},
): Promise<RunningState> {
  const options = { timeoutMs: CLUSTER_TIME, ...given };
  const open =
    place.namespace === undefined ? await currentPlace(kubectl, place.context || undefined, given) : undefined;
  const groups = await readPods(kubectl, place, options, progress);
  const owners = new Owners();
  await owners.read(kubectl, place, groups.owners, options);
  const limits = [...owners.limits];
  const namespaces = await readNamespaces(kubectl, place, groups.namespaces, limits, options);
  const webhooks = await readWebhooks(kubectl, place, limits, options);
  const finished = groups.finish((owner, created) => owners.originOf(owner, created));
  const hasEphemeral = finished.some(({ spec }) => spec.containers.some(({ list }) => list === 'ephemeralContainers'));
  const canDebug = hasEphemeral ? await mayDebug(kubectl, place, options) : undefined;
  return {
    context: place.context,
    ...(place.namespace !== undefined && { namespace: place.namespace }),
    ...(open && { defaultNamespace: open.namespace }),
    groups: finished,
    namespaces,
    ...(webhooks && { webhooks }),
    ...(canDebug !== undefined && { canDebug }),
    limits,
  };
}

/** All of them as they were at one moment: pods that came and went between two chunks would look like replicas that differ. */
async function readPods(
  kubectl: Kubectl,
  { context, namespace }: Place,
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

/** The labels and annotations of namespaces say which injectors are on. */
async function readNamespaces(
  kubectl: Kubectl,
  { context, namespace }: Place,
  wanted: ReadonlySet<string>,
  limits: string[],
  options: RunOptions,
): Promise<RunningNamespace[]> {
  const found: RunningNamespace[] = [];
  const take = (object: Fields): void => {
    const { name, labels, annotations } = fieldsOf(object.metadata);
    const text = textOf(name);
    if (text === undefined || !wanted.has(text)) return;
    found.push({ name: text, labels: textsOf(labels), annotations: textsOf(annotations) });
  };
  try {
    if (namespace === undefined) {
      for await (const chunk of chunksOf(kubectl, context, '/api/v1/namespaces', options)) chunk.forEach(take);
    } else {
      const words = [`--context=${context}`, 'get', `--raw=/api/v1${inNamespace(namespace)}`];
      take(fieldsOf(JSON.parse(await kubectl.run(words, options))));
    }
  } catch (error) {
    if (!isForbidden(error)) throw error;
    const which = namespace === undefined ? 'namespaces, so what their' : `the namespace "${namespace}", so what its`;
    limits.push(`You may not read ${which} labels say about injectors is not known.`);
  }
  return found;
}

/** Who may have put a container into pods. */
async function readWebhooks(
  kubectl: Kubectl,
  { context }: Place,
  limits: string[],
  options: RunOptions,
): Promise<object[] | undefined> {
  const path = '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations';
  try {
    const found: object[] = [];
    for await (const chunk of chunksOf(kubectl, context, path, options)) found.push(...chunk.map(withoutClient));
    return found;
  } catch (error) {
    if (!isForbidden(error)) throw error;
    limits.push(
      'You may not list mutatingwebhookconfigurations, so it is not known which webhooks may have added containers.',
    );
    return undefined;
  }
}

/** Their certificates are most of a configuration. */
function withoutClient(configuration: Fields): object {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: { name: fieldsOf(configuration.metadata).name },
    webhooks: objectsOf(configuration.webhooks).map(({ clientConfig: _, ...webhook }) => webhook),
  };
}

/**
 * Whether whoever asks may add ephemeral containers: each of the verbs is enough, and `kubectl debug` has the first.
 * @returns `undefined` where the cluster doesn't say
 */
async function mayDebug(kubectl: Kubectl, place: Place, options: RunOptions): Promise<boolean | undefined> {
  const mayPatch = await mayChangeEphemeral('patch', kubectl, place, options);
  if (mayPatch) return true;
  const mayUpdate = await mayChangeEphemeral('update', kubectl, place, options);
  return mayUpdate || (mayPatch === undefined ? undefined : mayUpdate);
}

async function mayChangeEphemeral(
  verb: 'patch' | 'update',
  kubectl: Kubectl,
  { context, namespace }: Place,
  options: RunOptions,
): Promise<boolean | undefined> {
  const where = namespace === undefined ? '--all-namespaces' : `--namespace=${namespace}`;
  const asked = ['auth', 'can-i', verb, 'pods', '--subresource=ephemeralcontainers', where];
  try {
    await kubectl.run([`--context=${context}`, ...asked], options);
    return true;
  } catch (error) {
    // For "no" it ends with 1, and writes nothing but warnings to stderr.
    if (error instanceof KubectlError && error.exitCode === 1 && !/^error/im.test(error.stderr)) return false;
    if (error instanceof KubectlError) return undefined;
    throw error;
  }
}
