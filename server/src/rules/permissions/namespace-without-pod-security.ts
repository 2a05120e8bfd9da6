import { inSequence } from '../../fixes/change';
import { pathOf, valueAt } from '../../fixes/layout';
import { setValue } from '../../fixes/set-value';
import type { ManifestDocument } from '../../manifest/document';
import { links } from '../links';
import type { Rule } from '../rule';

const PREFIX = 'pod-security.kubernetes.io';
/** Namespaces of the system, which its installer labels as it needs. */
const SYSTEM = /^kube-|^openshift-/;

export const namespaceWithoutPodSecurity: Rule = {
  id: 'namespace-without-pod-security',
  category: 'permissions',
  severity: 'information',
  title: 'A namespace that enforces no Pod Security level',
  why: 'Pod Security Admission is on in every cluster but does nothing in a namespace without its labels: any pod is admitted there, a privileged one too.',
  fix: 'Label it: `enforce: baseline` refuses what no application needs, `warn: restricted` shows what is left to do.',
  references: [links.podSecurityAdmission, links.restrictContainers],
  peers: { Kubescape: ['C-0192'], Kyverno: ['add-psa-labels'] },
  examples: {
    bad: `apiVersion: v1
kind: Namespace
metadata:
  name: shop
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

  *resource(resource) {
    if (resource.kind !== 'Namespace' || resource.apiVersion !== 'v1' || SYSTEM.test(resource.name ?? '')) return;
    const labels = resource.value.at('metadata', 'labels');
    if (labels.get(`${PREFIX}/enforce`).exists) return;
    const { document } = resource;
    const path = pathOf(labels);
    const label = (mode: string, level: string) => (at: ManifestDocument) =>
      setValue(at, valueAt(at, path).get(`${PREFIX}/${mode}`), level);
    yield {
      at: resource.value.at('metadata', 'name'),
      isAbsence: true,
      message: `The namespace "${resource.name}" enforces no Pod Security level, so it admits any pod, privileged ones too. Label it with \`${PREFIX}/enforce\`.`,
      fixes: [
        {
          title: 'Enforce baseline and warn about restricted (pods that violate baseline will be refused)',
          isPreferred: false,
          change: () =>
            inSequence(document, [
              label('enforce', 'baseline'),
              ...(labels.get(`${PREFIX}/warn`).exists ? [] : [label('warn', 'restricted')]),
            ]),
        },
      ],
    };
  },
};
