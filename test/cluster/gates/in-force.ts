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
  // The server learns of each kind in the order of creation: once it has the last policy, binding and parameter, it has all.
  const last = denyingSet();
  const all = [...sets, last];
  try {
    await Promise.all(sets.map((set) => createAll(server, set)));
    await createAll(server, last);
    await untilDenied(server, last);
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

/** A policy that denies all Secrets as soon as its parameter is known. */
function denyingSet(): PolicySet {
  const name = uniqueName('denies');
  const rule = { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['secrets'] };
  const policy = {
    apiVersion: GROUP,
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name },
    spec: {
      paramKind: { apiVersion: 'v1', kind: 'ConfigMap' },
      matchConstraints: { resourceRules: [rule] },
      validations: [{ expression: 'false' }],
    },
  };
  const binding = {
    apiVersion: GROUP,
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name },
    spec: {
      policyName: name,
      validationActions: ['Deny'],
      paramRef: { name: 'parameter', parameterNotFoundAction: 'Allow' },
    },
  };
  const parameter = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'parameter' } };
  return policySet(name, [policy, binding, parameter]);
}

async function untilDenied(server: ApiServer, { namespace: { metadata } }: PolicySet): Promise<void> {
  const probe: ApiObject = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'probe' } };
  const namespace = metadata.name ?? '';
  while ((await dryRunCreate(server, probe, { namespace })).isAccepted);
}
