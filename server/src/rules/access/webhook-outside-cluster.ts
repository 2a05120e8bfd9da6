import type { Resource } from '../../manifest/resource';
import type { YamlValue } from '../../manifest/value';
import { links } from '../links';
import type { Finding, Rule } from '../rule';
import { isMutatingConfiguration } from './mutating-webhooks';

export const webhookOutsideCluster: Rule = {
  id: 'webhook-outside-cluster',
  category: 'access',
  severity: 'warning',
  title: 'A mutating webhook whose server is outside the cluster, or is not verified',
  why: 'The server of a mutating webhook can change the objects that are created in the cluster, and so add containers. A server at a `url` outside the cluster is not under the control of the cluster. Without a `caBundle`, the API server accepts every certificate that its own system trusts.',
  fix: 'Call a Service of the cluster (`clientConfig.service`). Set its `caBundle`, or add the annotation with which cert-manager sets it.',
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
  const name = webhook.get('name');
  const label = `the mutating webhook "${name.string ?? resource.name ?? ''}"`;
  const url = config.get('url');
  if (url.string !== undefined && !isInside(url.string)) {
    yield {
      at: url,
      entry: webhook,
      message: `A server outside the cluster can add containers: ${label} calls a \`url\` outside the cluster. Call a Service of the cluster.`,
    };
  } else if (config.get('service').isMap && !config.get('caBundle').exists && !isInjected(resource)) {
    yield {
      at: name.exists ? name : webhook,
      entry: webhook,
      isAbsence: true,
      message: `Webhook server is not verified: ${label} has no \`caBundle\`, so another server can answer and add containers. Set it, or let cert-manager set it.`,
    };
  }
}

/** Whether the server is in the cluster or on the node of the API server. */
function isInside(url: string): boolean {
  const host = /^https:\/\/(\[[^\]]*\]|[^/:]+)/.exec(url)?.[1] ?? '';
  return /\.svc(?:\.cluster\.local)?$|^localhost$|^127\.|^\[::1\]$/.test(host);
}

/** Annotations with which cert-manager's cainjector or OpenShift's service CA sets the bundle. */
const INJECTORS = [
  'cert-manager.io/inject-ca-from',
  'cert-manager.io/inject-ca-from-secret',
  'cert-manager.io/inject-apiserver-ca',
  'service.beta.openshift.io/inject-cabundle',
];

function isInjected({ annotations }: Resource): boolean {
  return INJECTORS.some((name) => annotations.has(name));
}
