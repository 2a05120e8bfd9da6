import type { Resource } from '../../manifest/resource';
import type { YamlValue } from '../../manifest/value';
import { links } from '../links';
import type { Finding, Rule } from '../rule';
import { isMutatingConfiguration } from './mutating-webhooks';

export const webhookOutsideCluster: Rule = {
  id: 'webhook-outside-cluster',
  category: 'access',
  severity: 'warning',
  title: 'A mutating webhook whose answers come from outside, or from whoever answers',
  why: 'Whoever answers a mutating webhook writes what is created in the cluster. At a `url` outside, that is somebody whom the cluster does not run; without a `caBundle`, the API server trusts any certificate that its own system trusts.',
  fix: 'Call a Service of the cluster (`clientConfig.service`), with the `caBundle` of its certificate or an annotation by which cert-manager writes it.',
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

  *resource(resource) {
    if (!isMutatingConfiguration(resource)) return;
    for (const webhook of resource.value.get('webhooks').items) yield* judge(webhook, resource);
  },
};

function* judge(webhook: YamlValue, resource: Resource): Generator<Finding> {
  const config = webhook.get('clientConfig');
  const name = webhook.get('name');
  const label = `The mutating webhook "${name.string ?? resource.name ?? ''}"`;
  const url = config.get('url');
  if (url.string !== undefined && !isInside(url.string)) {
    yield {
      at: url,
      entry: webhook,
      message: `${label} is answered from outside of the cluster, so whoever runs that address can add a container to what is created. Call a Service of the cluster.`,
    };
  } else if (config.get('service').isMap && !config.get('caBundle').exists && !isInjected(resource)) {
    yield {
      at: name.exists ? name : webhook,
      entry: webhook,
      isAbsence: true,
      message: `${label} has no \`caBundle\`, so the API server can't tell its Service from another that answers. Write the bundle, or let cert-manager do so.`,
    };
  }
}

/** What the API server reaches without leaving the cluster or its own node. */
function isInside(url: string): boolean {
  const host = /^https:\/\/(\[[^\]]*\]|[^/:]+)/.exec(url)?.[1] ?? '';
  return /\.svc(?:\.cluster\.local)?$|^localhost$|^127\.|^\[::1\]$/.test(host);
}

/** Annotations by which cert-manager's cainjector or OpenShift's service CA writes the bundle. */
const INJECTORS = [
  'cert-manager.io/inject-ca-from',
  'cert-manager.io/inject-ca-from-secret',
  'cert-manager.io/inject-apiserver-ca',
  'service.beta.openshift.io/inject-cabundle',
];

function isInjected({ annotations }: Resource): boolean {
  return INJECTORS.some((name) => annotations.has(name));
}
