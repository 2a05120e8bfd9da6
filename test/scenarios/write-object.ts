import { createObject } from '../cluster/api/create.ts';
import { pathOf } from '../cluster/api/resources.ts';
import type { ApiServer } from '../cluster/api/types.ts';
import { fieldsOf, type KubeObject } from '../stand-in/objects.ts';

/** Fields that the server gives, and refuses or passes over where others do. */
const ITS_OWN = ['uid', 'resourceVersion', 'creationTimestamp', 'generation', 'deletionTimestamp'];

/** Makes an object what a scenario says that it is, with its status. One that is there already is made anew. */
export async function writeObject(server: ApiServer, object: KubeObject): Promise<void> {
  const { status, ...rest } = object;
  const { ephemeralContainers, ...spec } = fieldsOf(rest.spec);
  const { namespace, name, generation, deletionTimestamp } = object.metadata;
  const entries = Object.entries(object.metadata).filter(([key]) => !ITS_OWN.includes(key));
  const created = {
    ...rest,
    ...(rest.spec !== undefined && { spec }),
    metadata: { ...Object.fromEntries(entries), name },
  };
  const path = `${await pathOf(server, object, namespace)}/${name}`;
  const patch = (subresource: string, body: object) => succeed(server, 'PATCH', `${path}${subresource}`, body);

  await server.send({ method: 'DELETE', path, body: { gracePeriodSeconds: 0 } });
  await createObject(server, created, namespace === undefined ? {} : { namespace });
  // Each change of a spec is a generation.
  for (let next = 2; next <= Number(generation ?? 1); next++) await patch('', { spec: { minReadySeconds: next } });
  if (ephemeralContainers !== undefined) await patch('/ephemeralcontainers', { spec: { ephemeralContainers } });
  if (status !== undefined) await patch('/status', { status });
  // No kubelet ends it: it stays there and says that it goes.
  if (deletionTimestamp !== undefined) await succeed(server, 'DELETE', path, {});
}

async function succeed(server: ApiServer, method: 'PATCH' | 'DELETE', path: string, body: object): Promise<void> {
  const { code, body: answer } = await server.send({ method, path, body });
  if (code >= 300) throw new Error(`The server refused ${method} ${path}: ${JSON.stringify(answer)}`);
}
