import type { YamlValue } from '../../manifest/value';
import { links } from '../links';
import type { Rule } from '../rule';
import { podWebhooksOf } from './mutating-webhooks';

export const webhookInjectsBroadly: Rule = {
  id: 'webhook-injects-broadly',
  category: 'access',
  severity: 'warning',
  title: 'A mutating webhook that can change every pod of the cluster',
  why: 'A webhook that changes pods can add a container to each of them. Meshes work like this, but an attacker can use it, too, for the whole cluster at once. Without a selector, the API server calls the webhook for every pod, including the pods in `kube-system`. If the service of the webhook is down, it can keep all pods from starting.',
  fix: 'Limit the webhook with a `namespaceSelector` or an `objectSelector`, so that it only changes pods with a label, or pods in namespaces with a label.',
  references: [links.maliciousAdmissionController, links.admissionWebhooks],
  examples: {
    bad: `apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata:
  name: injector
  annotations:
    cert-manager.io/inject-ca-from: mesh/injector
webhooks:
  - name: inject.mesh.example.com # warning
    admissionReviewVersions: [v1]
    sideEffects: None
    clientConfig:
      service: { name: injector, namespace: mesh, path: /inject }
    rules:
      - operations: [CREATE]
        apiGroups: [""]
        apiVersions: [v1]
        resources: [pods]
`,
    good: `apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata:
  name: injector
  annotations:
    cert-manager.io/inject-ca-from: mesh/injector
webhooks:
  - name: inject.mesh.example.com
    admissionReviewVersions: [v1]
    sideEffects: None
    clientConfig:
      service: { name: injector, namespace: mesh, path: /inject }
    namespaceSelector:
      matchLabels:
        mesh.example.com/inject: enabled
    rules:
      - operations: [CREATE]
        apiGroups: [""]
        apiVersions: [v1]
        resources: [pods]
`,
  },

  kinds: ['MutatingWebhookConfiguration'],
  *resource(resource) {
    for (const webhook of podWebhooksOf(resource)) {
      const isLimited =
        isSelective(webhook.get('namespaceSelector')) ||
        isSelective(webhook.get('objectSelector')) ||
        webhook.get('matchConditions').items.length > 0;
      if (isLimited) continue;
      const name = webhook.get('name');
      yield {
        at: name.isSet ? name : webhook,
        entry: webhook,
        isAbsence: true,
        message: `Webhook can add a container to every pod: "${name.string ?? resource.name ?? ''}" has no selector. Set a \`namespaceSelector\` or an \`objectSelector\`.`,
      };
    }
  },
};

/** An empty selector matches all objects (API reference, LabelSelector). */
function isSelective(selector: YamlValue): boolean {
  return selector.get('matchLabels').entries.length + selector.get('matchExpressions').items.length > 0;
}
