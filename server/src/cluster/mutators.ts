import type { RunningState } from '../audit/running';
import { fieldText, type JsonFields, jsonFields, jsonObjects } from './json';
import { type Kubectl, KubectlError, type RunOptions } from './kubectl';
import { chunksOf } from './list';
import { isForbidden } from './owners';

const GROUP = '/apis/admissionregistration.k8s.io';
/** Policies became stable in Kubernetes 1.36, and before that had these versions. */
const POLICY_VERSIONS = ['v1', 'v1beta1', 'v1alpha1'];

/**
 * The webhooks and policies that may have changed pods. A list that may not be read is missing, and `limits` says so.
 * @throws KubectlError
 */
export async function readMutators(
  kubectl: Kubectl,
  context: string,
  limits: string[],
  options: RunOptions,
): Promise<Pick<RunningState, 'webhooks' | 'policies'>> {
  const read = async (path: string, keep: (object: JsonFields) => object): Promise<object[]> => {
    const found: object[] = [];
    for await (const chunk of chunksOf(kubectl, context, path, options)) found.push(...chunk.map(keep));
    return found;
  };
  const tryToRead = async (plural: string, list: () => Promise<object[]>): Promise<object[] | undefined> => {
    try {
      return await list();
    } catch (error) {
      if (!isForbidden(error)) throw error;
      limits.push(`You may not list ${plural}, so it is not known which of them may have changed pods.`);
      return undefined;
    }
  };
  const hooks = 'mutatingwebhookconfigurations';
  const webhooks = await tryToRead(hooks, () => read(`${GROUP}/v1/${hooks}`, withoutClient));
  const policies = await tryToRead('mutatingadmissionpolicies', async () => {
    for (const version of POLICY_VERSIONS) {
      try {
        const own = await read(
          `${GROUP}/${version}/mutatingadmissionpolicies`,
          policyFields('MutatingAdmissionPolicy'),
        );
        const path = `${GROUP}/${version}/mutatingadmissionpolicybindings`;
        return [...own, ...(await read(path, policyFields('MutatingAdmissionPolicyBinding')))];
      } catch (error) {
        if (!isUnknownToServer(error)) throw error;
      }
    }
    return [];
  });
  return { ...(webhooks && { webhooks }), ...(policies && { policies }) };
}

/** Whether the API server does not have this version of a list. */
function isUnknownToServer(error: unknown): boolean {
  return error instanceof KubectlError && /\(NotFound\)|could not find the requested resource/.test(error.stderr);
}

/** Drops the client configurations: their certificates are most of an object. */
function withoutClient({ metadata, webhooks }: JsonFields): object {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: identityOf(metadata),
    webhooks: jsonObjects(webhooks).map(({ clientConfig: _, ...webhook }) => webhook),
  };
}

/** Items of a list have no kind. */
function policyFields(kind: string): (object: JsonFields) => object {
  return ({ metadata, spec }) => ({ kind, metadata: identityOf(metadata), spec });
}

function identityOf(metadata: unknown): object {
  const { name, creationTimestamp } = jsonFields(metadata);
  return { name: fieldText(name), creationTimestamp: fieldText(creationTimestamp) };
}
