import { inSequence } from '../../fixes/change';
import { pathOf, textValueAt } from '../../fixes/layout';
import { setValue } from '../../fixes/set-value';
import type { ManifestDocument } from '../../manifest/document';
import { links } from '../links';
import type { Rule } from '../rule';

const PREFIX = 'pod-security.kubernetes.io';
/** System namespaces, which get their labels from the installer. */
const SYSTEM = /^kube-|^openshift-/;

export const namespaceWithoutPodSecurity: Rule = {
  id: 'namespace-without-pod-security',
  category: 'permissions',
  severity: 'hint',
  severities: 'It is reported once a file.',
  title: 'A namespace that enforces no Pod Security level',
  why: 'Pod Security Admission is on in every cluster, but does nothing in a namespace without its labels. The API server then admits every pod there, including privileged pods.',
  fix: 'Add the labels. With `enforce: baseline`, the API server refuses pods with privileges that applications do not need. With `warn: restricted`, it shows what you can still improve.',
  references: [links.podSecurityAdmission, links.restrictContainers],
  peers: { Kubescape: ['C-0192'], Kyverno: ['add-psa-labels'] },
  examples: {
    bad: `apiVersion: v1
kind: Namespace
metadata:
  name: shop # hint: no labels
`,
    good: `apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    pod-security.kubernetes.io/enforce: baseline
    pod-security.kubernetes.io/warn: restricted
`,
  },

  kinds: ['Namespace'],
  *resource(resource) {
    if (resource.kind !== 'Namespace' || resource.apiVersion !== 'v1' || SYSTEM.test(resource.name ?? '')) return;
    const labels = resource.value.at('metadata', 'labels');
    if (labels.get(`${PREFIX}/enforce`).isSet) return;
    const { document } = resource;
    const path = pathOf(labels);
    const label = (mode: string, level: string) => (at: ManifestDocument) =>
      setValue(at, textValueAt(at, path).get(`${PREFIX}/${mode}`), level);
    const message = (others = 0): string =>
      `Privileged pods are admitted: namespace "${resource.name ?? ''}"${andOthers(others)} no Pod Security level. Add the label \`${PREFIX}/enforce\`.`;
    yield {
      at: resource.value.at('metadata', 'name'),
      isAbsence: true,
      message: message(),
      onceAFile: message,
      fixes: [
        {
          title: 'Enforce baseline and warn about restricted (pods that violate baseline are refused)',
          isPreferred: false,
          change: () =>
            inSequence(document, [
              label('enforce', 'baseline'),
              ...(labels.get(`${PREFIX}/warn`).isSet ? [] : [label('warn', 'restricted')]),
            ]),
        },
      ],
    };
  },
};

function andOthers(others: number): string {
  if (others === 0) return ' enforces';
  return ` and ${others} more ${others === 1 ? 'namespace' : 'namespaces'} of this file enforce`;
}
