import type { ClusterCause, ElsewhereCause, MissingCause } from '../../cause/elsewhere';
import type { Words } from './table';

/** What is known outside of the workspace only. */
export const ELSEWHERE_WORDS: Words<ElsewhereCause> = {
  'namespace-labels': ({ namespace }) =>
    `the result depends on the labels of the namespace "${namespace}", whose manifest is not in this workspace`,
  'namespace-unsaid': ({ for: whose }) =>
    ({
      policy: 'the result depends on the namespace, which the manifest does not set',
      parameters: 'its parameters depend on the namespace, which the manifest does not set',
      object: 'the manifest does not set a namespace',
    })[whose],
  'not-in-workspace': missingWords,
  'cluster-only': ({ what }) => CLUSTER_WORDS[what],
  'cluster-name': ({ pattern }) => `the result depends on whether the generated name of the pod matches \`${pattern}\``,
  'cluster-adds': ({ field }) => `the cluster may add \`${field}\``,
  signature: ({ verifier }) =>
    verifier === undefined
      ? 'only the registry knows whether the image is signed as the policy requires'
      : `only ${verifier} and the registry know whether the image is signed`,
  authority: ({ name, type, asks }) => {
    const has = asks === 'attestations' ? 'has the attestations' : 'is signed';
    return `only the registry knows whether the image ${has} by ${name === undefined ? `its \`${type}\` authority` : `"${name}"`}`;
  },
  validator: ({ pattern, name, trustRoot }) => {
    const root = trustRoot === undefined ? '' : ` with the trust root "${trustRoot}"`;
    return `its pattern \`${pattern}\` uses the validator "${name}"${root}, and only the registry knows whether the image is signed`;
  },
  requested: ({ variable, source }) =>
    `the variable \`${variable}\` comes from ${source ? `its \`${source}\`` : 'nowhere'}`,
  'digest-decides': ({ glob }) => `the match with \`${glob}\` depends on the digest, which is not known`,
  'webhook-answer': 'only its webhook knows the decision',
  'ephemeral-by-version': 'API servers before 1.24.15, 1.25.11, 1.26.6 and 1.27.3 do not send it ephemeral containers',
};

function missingWords({ what, resource, name }: MissingCause): string {
  const missing = name === undefined ? resource : `${resource} "${name}"`;
  switch (what) {
    case 'namespace':
      return `the manifest of the namespace "${name}" is not in this workspace`;
    case 'parameters':
      // Secrets are never read, so whether one is there is not known.
      if (resource === 'Secret') return `its parameters are the ${missing}, and Secrets are not read`;
      return `the ${missing} with its parameters is not in this workspace`;
    case 'data':
      return `the ${missing} with its data is not in this workspace`;
    case 'policy':
      return `the ${missing} with its policy is not in this workspace`;
    case 'ExpansionTemplate':
      return `the result depends on the ${missing} for the workload, which is not in this workspace`;
  }
}

const CLUSTER_WORDS: Readonly<Record<Extract<ClusterCause, { kind: 'cluster-only' }>['what'], string>> = {
  value: 'only the cluster knows the value',
  name: 'the cluster generates its name',
  'owner-name': 'the cluster generates the name of its owner',
  'matched-name': 'the result depends on a name that the cluster generates',
  uid: 'the `uid` of the request is not known before the request',
  user: 'the result depends on the user who creates the object',
  options: 'the result depends on the options of the request',
  permissions: 'the result depends on the permissions of the user',
};
