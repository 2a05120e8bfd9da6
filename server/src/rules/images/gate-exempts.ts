import { removeEntry } from '../../fixes/remove-entry';
import { setValue } from '../../fixes/set-value';
import { type Exemption, exemptionsOf } from '../../gating/exemptions';
import type { Resource } from '../../manifest/resource';
import { links } from '../links';
import type { Fix, Rule } from '../rule';

export const gateExempts: Rule = {
  id: 'gate-exempts',
  category: 'images',
  severity: 'information',
  title: 'Namespaces, users or images that an image gate lets through',
  why: 'An attacker needs only one place that the gate does not look at. Exceptions are made in a hurry and stay; a namespace that nobody labelled is one, too.',
  fix: 'Keep exceptions to single images in single namespaces, and label every namespace with workloads.',
  references: [links.gateImages, links.admissionPolicies],
  examples: {
    bad: `apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    pod-security.kubernetes.io/enforce: baseline
    admission.gatekeeper.sh/ignore: "true" # information
`,
    good: `apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    pod-security.kubernetes.io/enforce: baseline
`,
  },

  *resource(resource, { gates, gatesInForce, policies, workloads }) {
    if (!gates) return;
    for (const exemption of exemptionsOf(resource, { gates, gatesInForce, policies })) {
      const { at, words, namespaces } = exemption;
      const slipping = workloads.filter(({ namespace }) => namespace !== undefined && namespaces.includes(namespace));
      const [first] = slipping;
      const subject =
        resource.kind === 'Namespace'
          ? `Images pass the gate in the namespace "${resource.name ?? ''}"`
          : `The ${resource.kind} "${resource.name ?? ''}" does not gate everything`;
      yield {
        at,
        entry: at,
        severity: first ? 'warning' : 'information',
        message: `${subject}: ${words}${
          first ? `, such as those of ${first.kind} "${first.name ?? ''}"` : ''
        }. Keep exceptions small.`,
        related: slipping.slice(0, 5).map(({ kind, name, place }) => ({
          at: place.value,
          document: place.document,
          message: `The images of ${kind} "${name ?? ''}" pass the gate.`,
        })),
        fixes: fixesOf(exemption, resource),
      };
    }
  },
};

function fixesOf({ remedy }: Exemption, { document }: Resource): Fix[] {
  if (!remedy) return [];
  const { value, data } = remedy;
  return [
    {
      title: `${data === undefined ? 'Remove' : 'Set'} ${value.name}${data === undefined ? '' : `: "${data}"`} (images that the gate refuses no longer start)`,
      isPreferred: false,
      change: () => (data === undefined ? removeEntry(document, value) : setValue(document, value, data)),
    },
  ];
}
