import { createObject, deleteObject } from '../api/create';
import { dryRunCreate } from '../api/dry-run';
import { uniqueName } from '../api/resources';
import type { ApiObject, ApiServer } from '../api/types';
import { type PolicySet, policySet } from './policy-set';

const GROUP = 'admissionregistration.k8s.io/v1';

/**
 * Does something while the policies of sets are in force, and removes them.
 * @throws where the server refuses an object
 */
export async function whileGated<T>(server: ApiServer, sets: readonly PolicySet[], use: () => Promise<T>): Promise<T> {
  // The server learns of policies and bindings in the order of their creation: once it has the last, it has all.
  const all = [...sets, denyingSet()];
  try {
    for (const set of all) await createAll(server, set);
    await untilDenied(server, all.slice(-1));
    return await use();
  } finally {
    const ofCluster = all
      .flatMap(({ policies }) => policies)
      .filter(({ metadata }) => metadata.namespace === undefined);
    await Promise.all(ofCluster.map((object) => deleteObject(server, object)));
  }
}

async function createAll(server: ApiServer, { namespace, policies }: PolicySet): Promise<void> {
  const { name = '' } = namespace.metadata;
  await createObject(server, namespace);
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } };
  await createObject(server, account, { namespace: name, mayExist: true });
  for (const object of policies) await createObject(server, object, { namespace: name });
}

/** A policy that denies all ConfigMaps. */
function denyingSet(): PolicySet {
  const name = uniqueName('denies');
  const rule = { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] };
  const policy = {
    apiVersion: GROUP,
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name },
    spec: { matchConstraints: { resourceRules: [rule] }, validations: [{ expression: 'false' }] },
  };
  const binding = {
    apiVersion: GROUP,
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name },
    spec: { policyName: name, validationActions: ['Deny'] },
  };
  return policySet(name, [policy, binding]);
}

async function untilDenied(server: ApiServer, [set]: readonly PolicySet[]): Promise<void> {
  const probe: ApiObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'probe' } };
  const namespace = set?.namespace.metadata.name ?? '';
  while ((await dryRunCreate(server, probe, { namespace })).isAccepted);
}
