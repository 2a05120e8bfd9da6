import { dryRunOf } from './dry-run';
import { pathOf } from './resources';
import type { ApiObject, ApiServer } from './types';

interface CreateOptions {
  readonly namespace?: string;
  /** Whether one of the same name, whatever is in it, is as good. */
  readonly mayExist?: boolean;
}

/**
 * Creates an object that a test needs.
 * @throws where the server refuses it, with what it says
 */
export async function createObject(
  server: ApiServer,
  object: ApiObject,
  { namespace, mayExist = false }: CreateOptions = {},
): Promise<ApiObject> {
  const path = await pathOf(server, object, namespace);
  if (path === undefined) throw new Error(`The server has no ${object.kind} in ${object.apiVersion}.`);
  const answer = await server.send({ method: 'POST', path, body: object });
  if (answer.code === 409 && mayExist) return object;
  const { object: created, message } = dryRunOf(answer);
  if (created === undefined) throw new Error(`The server refused a ${object.kind}: ${message}`);
  return created;
}

/** Deletes an object that is not in a namespace of its test; one that isn't there is as good. */
export async function deleteObject(server: ApiServer, object: ApiObject, namespace?: string): Promise<void> {
  const path = await pathOf(server, object, namespace);
  const { code, body } = await server.send({ method: 'DELETE', path: `${path}/${object.metadata.name}` });
  if (code >= 300 && code !== 404) throw new Error(`The server kept a ${object.kind}: ${JSON.stringify(body)}`);
}
