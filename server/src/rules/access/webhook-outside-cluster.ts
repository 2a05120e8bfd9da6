import type { Resource } from '../../manifest/resource';
import type { YamlValue } from '../../manifest/value';
import { isUnknownValue } from '../../pod/unknown-value';
import { links } from '../links';
import type { Finding, Rule } from '../rule';
import { isMutatingConfiguration } from './mutating-webhooks';

export const webhookOutsideCluster: Rule = {
  id: 'webhook-outside-cluster',
  category: 'access',
  severity: 'warning',
  title: 'A mutating webhook whose server is outside the cluster',
  why: 'The server of a mutating webhook can change the objects that are created in the cluster, and so add containers. A server at a `url` outside the cluster is not under the control of the cluster.',
  fix: 'Call a Service of the cluster (`clientConfig.service`).',
  references: [links.maliciousAdmissionController, links.admissionWebhooks],
  examples: {
    bad: `apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata:
  name: defaults
webhooks:
  - name: defaults.example.com
    admissionReviewVersions: [v1]
    sideEffects: None
    clientConfig:
      url: https://hooks.example.com/mutate # warning
      caBundle: Y2VydA==
    rules:
      - operations: [CREATE]
        apiGroups: [apps]
        apiVersions: [v1]
        resources: [deployments]
`,
    good: `apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata:
  name: defaults
webhooks:
  - name: defaults.example.com
    admissionReviewVersions: [v1]
    sideEffects: None
    clientConfig:
      service: { name: defaults, namespace: hooks }
      caBundle: Y2VydA==
    rules:
      - operations: [CREATE]
        apiGroups: [apps]
        apiVersions: [v1]
        resources: [deployments]
`,
  },

  kinds: ['MutatingWebhookConfiguration'],
  *resource(resource) {
    if (!isMutatingConfiguration(resource)) return;
    for (const webhook of resource.value.get('webhooks').items) yield* judge(webhook, resource);
  },
};

function* judge(webhook: YamlValue, resource: Resource): Generator<Finding> {
  const config = webhook.get('clientConfig');
  const label = `the mutating webhook "${webhook.get('name').string ?? resource.name ?? ''}"`;
  const url = config.get('url');
  if (url.string !== undefined && !isUnknownValue(url) && !isInside(url.string)) {
    yield {
      at: url,
      entry: webhook,
      message: `A server outside the cluster can add containers: ${label} calls a \`url\` outside the cluster. Call a Service of the cluster.`,
    };
  }
}

/** Whether the server is in the cluster or on the node of the API server. */
function isInside(url: string): boolean {
  const host = /^https:\/\/(\[[^\]]*\]|[^/:]+)/.exec(url)?.[1] ?? '';
  return /\.svc(?:\.cluster\.local)?$|^localhost$|^127\.|^\[::1\]$/.test(host);
}
