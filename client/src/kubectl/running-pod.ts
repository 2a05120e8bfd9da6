import { fieldsOf, objectsOf, textOf } from './json';
import { CLUSTER_TIME, type Kubectl, type RunOptions } from './kubectl';
import { controllerPath, inNamespace } from './owners';
import { type Pod, toPod } from './pod';
import type { PodPlace } from './words';

/** A pod as it is now, and the names of the containers that its owner wanted it to have. */
export interface RunningPod {
  readonly pod: Pod;
  /** As it came. */
  readonly json: string;
  /** None where the owner can't be read, or is of a kind of its own. */
  readonly template: ReadonlySet<string> | undefined;
}

/** @throws KubectlError */
export async function readRunningPod(
  kubectl: Kubectl,
  { context, namespace, pod: name }: PodPlace,
  options: RunOptions,
): Promise<RunningPod> {
  const get = (path: string): Promise<string> =>
    kubectl.run([`--context=${context}`, 'get', `--raw=${path}`], { timeoutMs: CLUSTER_TIME, ...options });
  const json = await get(`/api/v1${inNamespace(namespace)}/pods/${encodeURIComponent(name)}`);
  const pod = toPod(JSON.parse(json));
  if (!pod) throw new Error(`The API server's answer about the pod "${name}" is not a pod. Try again.`);
  const path = pod.owner && controllerPath(pod.owner, namespace);
  // Who may not read owners, or comes when one has just gone, still gets the pod.
  const owner = path === undefined ? undefined : await get(path).catch(() => undefined);
  options.signal?.throwIfAborted();
  return { pod, json, template: owner === undefined ? undefined : containerNamesIn(JSON.parse(owner)) };
}

function containerNamesIn(owner: unknown): Set<string> {
  const spec = fieldsOf(fieldsOf(fieldsOf(fieldsOf(owner).spec).template).spec);
  const containers = [...objectsOf(spec.containers), ...objectsOf(spec.initContainers)];
  return new Set(containers.map(({ name }) => textOf(name) ?? ''));
}
