import { links } from '../links';
import type { Rule } from '../rule';

const TOKEN_TYPE = 'kubernetes.io/service-account-token';

export const longLivedToken: Rule = {
  id: 'long-lived-token',
  category: 'access',
  severity: 'warning',
  title: 'A token of a service account that never expires',
  why: 'A Secret of this type makes the cluster write a token into it that is valid until the Secret is deleted, from anywhere. The tokens that pods get last an hour and end with the pod.',
  fix: 'Delete the Secret. Pods get a token by themselves, or from a projected volume; for the outside, `kubectl create token` makes one that expires.',
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

  *resource(resource) {
    const type = resource.value.get('type');
    if (resource.kind !== 'Secret' || resource.apiVersion !== 'v1' || type.string !== TOKEN_TYPE) return;
    const account = resource.annotations.get('kubernetes.io/service-account.name');
    yield {
      at: type,
      message: `The Secret "${resource.name ?? ''}" holds a token of the service account "${account ?? ''}" that never expires. Delete it; \`kubectl create token\` makes one that does.`,
    };
  },
};
