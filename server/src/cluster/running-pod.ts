import { encoded } from '../text/encoded';
import { builtInKind, controllerPath, inNamespace, listPath, templateIn } from './controllers';
import { fieldText, type JsonFields, jsonFields, jsonObjects } from './json';
import { CLUSTER_TIME, type Kubectl, type RunOptions } from './kubectl';
import { type ApiPod, type Owner, toPod } from './pod';
import { CONTROLLER_REVISIONS, currency, revisionName, timeOf } from './revisions';
import type { PodPlace } from './words';

/** The current state of a pod, and the names of the containers in the template of its owner. */
export interface RunningPod {
  readonly pod: ApiPod;
  /** The answer of the API server. */
  readonly json: string;
  /** `undefined` if the template is not known: the owner can't be read, is a custom kind, or has a newer template. */
  readonly template: ReadonlySet<string> | undefined;
}

/** @throws KubectlError */
export async function readRunningPod(
  kubectl: Kubectl,
  { context, namespace, pod: name }: PodPlace,
  options: RunOptions,
): Promise<RunningPod> {
  const wordsFor = (path: string): string[] => [`--context=${context}`, 'get', `--raw=${path}`];
  const limits = { timeoutMs: CLUSTER_TIME, ...options };
  const get = async (path: string): Promise<JsonFields> => jsonFields(await kubectl.json(wordsFor(path), limits));
  const words = wordsFor(`/api/v1${inNamespace(namespace)}/pods/${encoded(name)}`);
  const json = await kubectl.run(words, limits);
  const pod = toPod(kubectl.parse(json, words));
  if (!pod) throw new Error(`The API server's answer about the pod "${name}" is not a pod. Try again.`);
  // The pod is also shown if its owner may not be read or was just deleted.
  const template = pod.owner && (await templateOf(pod, pod.owner, get).catch(() => undefined));
  options.signal?.throwIfAborted();
  return { pod, json, template: template && containerNamesIn(template) };
}

/** The template that a pod was made from. @param get reads the object at a path @throws KubectlError */
async function templateOf(
  { namespace, labels, created }: ApiPod,
  owner: Owner,
  get: (path: string) => Promise<JsonFields>,
): Promise<JsonFields | undefined> {
  const age = { revision: labels['controller-revision-hash'], created: timeOf(created) };
  const name = revisionName(owner, age);
  if (name !== undefined) {
    const path = `${listPath(CONTROLLER_REVISIONS, namespace)}/${encoded(name)}`;
    const own = await get(path).catch(() => undefined);
    if (own !== undefined) return templateIn(CONTROLLER_REVISIONS, own);
  }
  const kind = builtInKind(owner);
  const path = controllerPath(owner, namespace);
  if (!kind || path === undefined) return undefined;
  const object = await get(path);
  return currency(owner.kind, object)(age) ? templateIn(kind, object) : undefined;
}

function containerNamesIn(template: JsonFields): Set<string> {
  const spec = jsonFields(template.spec);
  const containers = [...jsonObjects(spec.containers), ...jsonObjects(spec.initContainers)];
  return new Set(containers.map(({ name }) => fieldText(name) ?? ''));
}
