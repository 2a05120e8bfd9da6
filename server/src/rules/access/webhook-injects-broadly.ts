import type { YamlValue } from '../../manifest/value';
import { links } from '../links';
import type { Rule } from '../rule';
import { podWebhooksOf } from './mutating-webhooks';

export const webhookInjectsBroadly: Rule = {
  id: 'webhook-injects-broadly',
  category: 'access',
  severity: 'warning',
  title: 'A mutating webhook may change every pod of the cluster',
  why: 'A webhook that mutates pods can add a container to each of them: that is how meshes do it, and how an attacker does it for the whole cluster at once. Without a selector its service decides about every pod, those of `kube-system` included, and an outage of it can keep all of them from starting.',
  fix: 'Limit it by a `namespaceSelector` or `objectSelector`, so that pods take part because they or their namespaces say so.',
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

  *resource(resource) {
    for (const webhook of podWebhooksOf(resource)) {
      const isLimited =
        isSelective(webhook.get('namespaceSelector')) ||
        isSelective(webhook.get('objectSelector')) ||
        webhook.get('matchConditions').items.length > 0;
      if (isLimited) continue;
      const name = webhook.get('name');
      yield {
        at: name.exists ? name : webhook,
        entry: webhook,
        isAbsence: true,
        message: `The webhook "${name.string ?? resource.name ?? ''}" may change every pod of the cluster, and so add a container to it. Limit it by a \`namespaceSelector\` or \`objectSelector\`.`,
      };
    }
  },
};

/** An empty selector selects everything (API reference, LabelSelector). */
function isSelective(selector: YamlValue): boolean {
  return selector.get('matchLabels').entries.length + selector.get('matchExpressions').items.length > 0;
}
