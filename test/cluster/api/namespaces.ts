import { createObject } from './create';
import { uniqueName } from './resources';
import type { ApiServer } from './types';

/**
 * A namespace for one test. It isn't deleted: it ends with the cluster, and a deletion takes longer than a test.
 * @param labels such as the levels of Pod Security, which hold at once
 * @returns its name
 */
export async function newNamespace(server: ApiServer, labels: Readonly<Record<string, string>> = {}): Promise<string> {
  const name = uniqueName('test');
  await createObject(server, { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
  // Pods need it, and the controller that makes it takes a moment.
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } };
  await createObject(server, account, { namespace: name, mayExist: true });
  return name;
}
