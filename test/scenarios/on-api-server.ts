import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { parse } from 'yaml';
import { createObject, deleteObject } from '../cluster/api/create.ts';
import { uniqueName } from '../cluster/api/resources.ts';
import { newestServer, oldServer } from '../cluster/api/server.ts';
import type { ApiServer } from '../cluster/api/types.ts';
import { kubeconfig } from '../stand-in/kubeconfig.ts';
import { namespacesOf } from '../stand-in/namespaces.ts';
import { fieldsOf, type KubeObject, records } from '../stand-in/objects.ts';
import { RESOURCES } from '../stand-in/resources.ts';
import type { ScenarioCluster, ScenarioOptions } from './cluster.ts';
import { grant } from './grant.ts';
import { Kubelet } from './kubelet.ts';
import { writeObject } from './write-object.ts';

/**
 * A scenario on a real API server, in namespaces of its own, which last as long as the server does. Pods run on the newest
 * one; on the other one nothing happens by itself, so that objects are there as the scenario has them.
 */
export async function onApiServer(options: ScenarioOptions): Promise<ScenarioCluster> {
  const { objects = [], contexts = [{ name: 'test' }], mayNot = [], isLive = false } = options;
  const server = await (isLive ? newestServer() : oldServer());
  const id = uniqueName('s');
  const nodes = objects.filter(({ kind }) => kind === 'Node').map(({ metadata }) => metadata.name);
  const own = (name: string): string => `${name}-${id}`;
  const namespaces = [...namespacesOf(options), ...objects.filter(({ kind }) => kind === 'Namespace')];
  const names = namespaces.map(({ metadata }) => own(metadata.name));
  const here = (object: KubeObject): KubeObject => moved(object, own, nodes, names);
  const folder = await mkdtemp(join(tmpdir(), 'sidecar-guard-scenario-'));
  const { images = {}, forwardTo } = options;
  const kubelet = new Kubelet({ server, folder: join(folder, 'containers'), images, forwardTo });
  const toDelete: KubeObject[] = [];
  const put = async (object: KubeObject): Promise<void> => {
    const written = here(object);
    if (!isInNamespace(object) && object.kind !== 'Namespace') toDelete.push(written);
    if (isLive && object.kind === 'Pod') await kubelet.expect(written);
    await writeObject(server, written);
  };
  await Promise.all(namespaces.map((namespace) => putNamespace(server, here(namespace))));
  const others = objects.filter(({ kind }) => kind !== 'Namespace');
  const areHooks = ({ kind }: KubeObject): boolean => kind === 'MutatingWebhookConfiguration';
  await Promise.all(others.filter((object) => !areHooks(object)).map(put));
  // They would see the others come.
  await Promise.all(others.filter(areHooks).map(put));
  if (mayNot.length > 0) toDelete.push(...(await grant(server, id, names, mayNot)));

  const path = join(folder, 'kubeconfig');
  const { clusters, users } = parse(await readFile(inject(isLive ? 'kubeconfig' : 'kubeconfigOf134'), 'utf8'));
  const user = { ...users[0].user, ...(mayNot.length > 0 && { as: id }) };
  const there = contexts.map(({ name, namespace }) => ({ name, namespace: own(namespace ?? 'default') }));
  await writeFile(path, kubeconfig(clusters[0].cluster, there, user), { mode: 0o600 });
  return {
    kubeconfig: path,
    environment: { KUBECONFIG: path, KUBECACHEDIR: join(folder, 'cache'), KUBECTL_REMOTE_COMMAND_WEBSOCKETS: 'true' },
    user: id,
    minor: Number(server.version.split('.')[1]),
    own,
    put,
    append: (namespace, pod, ...line) =>
      kubelet.append({ apiVersion: 'v1', kind: 'Pod', metadata: { name: pod, namespace: own(namespace) } }, ...line),
    close: async () => {
      await Promise.all(toDelete.map((object) => deleteObject(server, object)));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function putNamespace(server: ApiServer, namespace: KubeObject): Promise<void> {
  await createObject(server, namespace);
  // Pods need it, and the controller that makes it takes a moment.
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } };
  await createObject(server, account, { namespace: namespace.metadata.name, mayExist: true });
}

/** An object with the names that are the scenario's own. */
function moved(
  object: KubeObject,
  own: (name: string) => string,
  nodes: readonly string[],
  namespaces: readonly string[],
): KubeObject {
  const { metadata } = object;
  const spec = fieldsOf(object.spec);
  if (!isInNamespace(object))
    return { ...withScope(object, namespaces), metadata: { ...metadata, name: own(metadata.name) } };
  const node = String(spec.nodeName);
  return {
    ...object,
    metadata: { ...metadata, namespace: own(metadata.namespace ?? 'default') },
    ...(nodes.includes(node) && { spec: { ...spec, nodeName: own(node) } }),
  };
}

/** A webhook that sees the scenario's namespaces only, and not the tests beside it. */
function withScope(object: KubeObject, values: readonly string[]): KubeObject {
  if (object.kind !== 'MutatingWebhookConfiguration') return object;
  const namespaceSelector = { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values }] };
  return { ...object, webhooks: records(object.webhooks).map((webhook) => ({ ...webhook, namespaceSelector })) };
}

function isInNamespace({ kind }: KubeObject): boolean {
  return RESOURCES.some((resource) => resource.kind === kind && resource.isNamespaced);
}
