import { links } from '../links';
import type { Rule } from '../rule';

const TOKEN_TYPE = 'kubernetes.io/service-account-token';

export const longLivedToken: Rule = {
  id: 'long-lived-token',
  category: 'access',
  severity: 'warning',
  title: 'A service account token that never expires',
  why: 'Kubernetes writes a token into a Secret of this type. It is valid until the Secret is deleted, and can be used from anywhere. In contrast, the tokens that pods get expire after an hour and end with the pod.',
  fix: 'Delete the Secret. Pods get a token automatically or from a projected volume. For use outside the cluster, create a token that expires with `kubectl create token`.',
  references: [links.containerServiceAccount, links.serviceAccounts],
  peers: { Kyverno: ['deny-secret-service-account-token-type'] },
  examples: {
    bad: `apiVersion: v1
kind: Secret
metadata:
  name: deployer-token
  annotations:
    kubernetes.io/service-account.name: deployer
type: ${TOKEN_TYPE} # warning
`,
    good: `apiVersion: v1
kind: ServiceAccount
metadata:
  name: deployer
`,
  },

  kinds: ['Secret'],
  *resource(resource) {
    const type = resource.value.get('type');
    if (resource.kind !== 'Secret' || resource.apiVersion !== 'v1' || type.string !== TOKEN_TYPE) return;
    const account = resource.annotations.get('kubernetes.io/service-account.name');
    yield {
      at: type,
      message: `Token never expires: the Secret "${resource.name ?? ''}" has a token of the service account "${account ?? ''}". Delete it, and use \`kubectl create token\` for a token that expires.`,
    };
  },
};
