import { vi } from 'vitest';
import { pathOf } from '../cluster/api/resources.ts';
import type { ApiServer } from '../cluster/api/types.ts';
import { fieldsOf, type KubeObject } from '../stand-in/objects.ts';

/** Resolves when kwok has said of a pod that it runs. */
export async function untilRunning(server: ApiServer, { metadata, ...kind }: KubeObject): Promise<void> {
  const path = `${await pathOf(server, { ...kind, apiVersion: 'v1', kind: 'Pod' }, metadata.namespace)}/${metadata.name}`;
  const look = async (): Promise<void> => {
    const { body } = await server.send({ method: 'GET', path });
    const { phase } = fieldsOf(fieldsOf(body).status);
    if (phase !== 'Running') throw new Error(`The pod "${metadata.name}" is ${phase}.`);
  };
  await vi.waitFor(look, { timeout: 30_000, interval: 100 });
}
