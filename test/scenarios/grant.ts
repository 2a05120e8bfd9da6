import { vi } from 'vitest';
import { isAllowed } from '../cluster/api/access-review.ts';
import { createObject } from '../cluster/api/create.ts';
import type { ApiServer } from '../cluster/api/types.ts';
import type { KubeObject } from '../stand-in/objects.ts';
import { type Denied, rulesWithout } from './rights.ts';

const API = 'rbac.authorization.k8s.io';

/**
 * Lets a user do all that scenarios do, but for what is denied.
 * @returns what was created for it, beside what is in the namespaces
 */
export async function grant(
  server: ApiServer,
  user: string,
  namespaces: readonly string[],
  denied: readonly Denied[],
): Promise<KubeObject[]> {
  const everywhere = role(user, denied);
  // What is denied for all namespaces at once is given in each.
  const inEach = role(
    `${user}-each`,
    denied.filter(({ isForAllOnly }) => !isForAllOnly),
  );
  const created = [everywhere, inEach, binding('ClusterRoleBinding', everywhere, user)];
  for (const object of created) await createObject(server, object);
  for (const namespace of namespaces) await createObject(server, binding('RoleBinding', inEach, user), { namespace });
  const question = { user, verb: 'list', group: 'apps', resource: 'daemonsets' };
  // The server learns of it by a watch.
  await vi.waitFor(
    async () => {
      for (const namespace of [undefined, ...namespaces]) {
        const isThere = await isAllowed(server, { ...question, ...(namespace !== undefined && { namespace }) });
        if (!isThere) throw new Error(`${user} has no rights yet.`);
      }
    },
    { timeout: 30_000, interval: 50 },
  );
  return created;
}

function role(name: string, denied: readonly Denied[]): KubeObject {
  return { apiVersion: `${API}/v1`, kind: 'ClusterRole', metadata: { name }, rules: rulesWithout(denied) };
}

function binding(kind: string, { metadata }: KubeObject, user: string): KubeObject {
  const roleRef = { apiGroup: API, kind: 'ClusterRole', name: metadata.name };
  const subjects = [{ apiGroup: API, kind: 'User', name: user }];
  return { apiVersion: `${API}/v1`, kind, metadata: { name: metadata.name }, roleRef, subjects };
}
