import { isAllowed } from '../api/access-review';
import { createObject, deleteObject } from '../api/create';
import { newNamespace } from '../api/namespaces';
import { uniqueName } from '../api/resources';
import type { ApiObject, ApiServer } from '../api/types';
import type { RbacSet } from './rbac-set';

const API_VERSION = 'rbac.authorization.k8s.io/v1';
const AGGREGATED = 'example.com/aggregated';

/**
 * Does something while sets are in force, and removes them.
 * @throws where the server refuses an object
 */
export async function whileInForce<T>(server: ApiServer, sets: readonly RbacSet[], use: () => Promise<T>): Promise<T> {
  const namespaces = sets.flatMap((set) => set.namespaces);
  await Promise.all(namespaces.map((name) => createObject(server, namespaceNamed(name))));
  const objects = sets.flatMap((set) => set.objects as readonly ApiObject[]);
  try {
    await Promise.all(objects.map((object) => createObject(server, object, object.metadata)));
    await untilKnown(server);
    return await use();
  } finally {
    const ofCluster = objects.filter(({ metadata }) => metadata.namespace === undefined);
    await Promise.all(ofCluster.map((object) => deleteObject(server, object)));
    await untilKnown(server);
  }
}

function namespaceNamed(name: string): ApiObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}

/**
 * Waits until the server's authorizer knows all roles and bindings that it has. It learns of each kind in the order of the
 * changes: once it knows the last ones, it knows all. Aggregated roles are written by a controller, which looks at all of them
 * whenever there is a new role: once it has seen two more, it has written what it saw at the first.
 */
async function untilKnown(server: ApiServer): Promise<void> {
  const probes = [await aggregationProbe(server), await aggregationProbe(server), await namespacedProbe(server)];
  const ofCluster = probes.flat().filter(({ metadata }) => metadata.namespace === undefined);
  await Promise.all(ofCluster.map((object) => deleteObject(server, object)));
}

/** A user who has a right by an aggregated role and a binding of the cluster. */
async function aggregationProbe(server: ApiServer): Promise<ApiObject[]> {
  const [name, user] = [uniqueName('probe'), uniqueName('user')];
  const labels = { [AGGREGATED]: name };
  const objects = [
    roleNamed('ClusterRole', `${name}-part`, { labels }),
    {
      ...roleNamed('ClusterRole', name),
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: labels }] },
      rules: [],
    },
    bindingTo('ClusterRole', name, user, 'ClusterRoleBinding'),
  ];
  for (const object of objects) await createObject(server, object);
  while (!(await isAllowed(server, { user, verb: 'get', resource: 'pods' })));
  return objects;
}

/** A user who has a right by a role and a binding in a namespace. */
async function namespacedProbe(server: ApiServer): Promise<ApiObject[]> {
  const [namespace, user] = [await newNamespace(server), uniqueName('user')];
  const objects = [
    roleNamed('Role', 'probe', { namespace }),
    bindingTo('Role', 'probe', user, 'RoleBinding', { namespace }),
  ];
  for (const object of objects) await createObject(server, object, { namespace });
  while (!(await isAllowed(server, { user, verb: 'get', resource: 'pods', namespace })));
  return objects;
}

function roleNamed(kind: string, name: string, metadata: object = {}): ApiObject {
  const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }];
  return { apiVersion: API_VERSION, kind, metadata: { name, ...metadata }, rules };
}

function bindingTo(role: string, name: string, user: string, kind: string, metadata: object = {}): ApiObject {
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: role, name };
  const subjects = [{ apiGroup: roleRef.apiGroup, kind: 'User', name: user }];
  return { apiVersion: API_VERSION, kind, metadata: { name, ...metadata }, roleRef, subjects };
}
