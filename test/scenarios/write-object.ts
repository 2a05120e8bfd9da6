import { createObject } from '../cluster/api/create.ts';
import { pathOf } from '../cluster/api/resources.ts';
import type { ApiServer } from '../cluster/api/types.ts';
import type { KubeObject } from '../stand-in/objects.ts';

/** Fields that the server gives, and refuses or passes over where others do. */
const ITS_OWN = ['uid', 'resourceVersion', 'creationTimestamp', 'generation', 'deletionTimestamp'];

/** Makes an object what a scenario says that it is, with its status: a pod that is there is made anew. */
export async function writeObject(server: ApiServer, object: KubeObject): Promise<void> {
  const { status, ...rest } = object;
  const metadata = Object.fromEntries(Object.entries(object.metadata).filter(([key]) => !ITS_OWN.includes(key)));
  const { namespace, name, generation, deletionTimestamp } = object.metadata;
  const path = `${await pathOf(server, object, namespace)}/${name}`;
  await server.send({ method: 'DELETE', path, body: { gracePeriodSeconds: 0 } });
  await createObject(
    server,
    { ...rest, metadata: { ...metadata, name } },
    namespace === undefined ? {} : { namespace },
  );
  // Each change of a spec is a generation.
  for (let next = 2; next <= Number(generation ?? 1); next++) {
    await succeed(server, 'PATCH', path, { spec: { minReadySeconds: next } });
  }
  if (status !== undefined) await succeed(server, 'PATCH', `${path}/status`, { status });
  // No kubelet ends it: it stays there and says that it goes.
  if (deletionTimestamp !== undefined) await succeed(server, 'DELETE', path, {});
}

async function succeed(server: ApiServer, method: 'PATCH' | 'DELETE', path: string, body: object): Promise<void> {
  const { code, body: answer } = await server.send({ method, path, body });
  if (code >= 300) throw new Error(`The server refused ${method} ${path}: ${JSON.stringify(answer)}`);
}
