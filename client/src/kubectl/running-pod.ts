import { builtInKind, controllerPath, inNamespace, listPath, templateIn } from './controllers';
import { type Fields, fieldsOf, objectsOf, textOf } from './json';
import { CLUSTER_TIME, type Kubectl, type RunOptions } from './kubectl';
import { type Owner, type Pod, toPod } from './pod';
import { CONTROLLER_REVISIONS, currency, revisionName, timeOf } from './revisions';
import type { PodPlace } from './words';

/** A pod as it is now, and the names of the containers that its owner wanted it to have. */
export interface RunningPod {
  readonly pod: Pod;
  /** As it came. */
  readonly json: string;
  /** None where the template that it was made from isn't known: its owner can't be read, is custom, or has a newer one. */
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
  // Who may not read owners, or comes when one has just gone, still gets the pod.
  const template = pod.owner && (await templateOf(pod, pod.owner, get).catch(() => undefined));
  options.signal?.throwIfAborted();
  return { pod, json, template: template && containerNamesIn(template) };
}

/** The template that a pod was made from. @param get asks for the object at a path @throws KubectlError */
async function templateOf(
  { namespace, labels, created }: Pod,
  owner: Owner,
  get: (path: string) => Promise<string>,
): Promise<Fields | undefined> {
  const age = { revision: labels['controller-revision-hash'], created: timeOf(created) };
  const name = revisionName(owner, age);
  if (name !== undefined) {
    const path = `${listPath(CONTROLLER_REVISIONS, namespace)}/${encodeURIComponent(name)}`;
    const own = await get(path).catch(() => undefined);
    if (own !== undefined) return templateIn(CONTROLLER_REVISIONS, fieldsOf(JSON.parse(own)));
  }
  const kind = builtInKind(owner);
  const path = controllerPath(owner, namespace);
  if (!kind || path === undefined) return undefined;
  const object = fieldsOf(JSON.parse(await get(path)));
  return currency(owner.kind, object)(age) ? templateIn(kind, object) : undefined;
}

function containerNamesIn(template: Fields): Set<string> {
  const spec = fieldsOf(template.spec);
  const containers = [...objectsOf(spec.containers), ...objectsOf(spec.initContainers)];
  return new Set(containers.map(({ name }) => textOf(name) ?? ''));
}
