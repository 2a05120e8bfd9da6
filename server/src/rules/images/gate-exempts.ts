import { removeEntry } from '../../fixes/remove-entry';
import { setValue } from '../../fixes/set-value';
import type { Exemption } from '../../gating/exemptions/exemption';
import { exemptionsOf } from '../../gating/exemptions/exemptions';
import type { Resource } from '../../manifest/resource';
import { links } from '../links';
import type { Fix, Rule } from '../rule';

export const gateExempts: Rule = {
  id: 'gate-exempts',
  category: 'images',
  severity: 'information',
  severities: 'It is a warning where the exemption affects a workload of the workspace.',
  title: 'An exemption from an image gate',
  why: 'An attacker needs only one namespace, user or image that the policy does not check. An exemption that was added in a hurry often stays. A namespace without the label that the policy engine requires is exempt, too.',
  fix: 'Exempt only single images in single namespaces, and label every namespace that has workloads.',
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

  kinds: 'uncommon',
  *resource(resource, { gates, gatesInForce, policies, workspace }) {
    if (!gates) return;
    for (const exemption of exemptionsOf(resource, { gates, gatesInForce, policies })) {
      const { at, does, namespaces } = exemption;
      const slipping = workspace.workloads.filter(
        ({ namespace }) => namespace !== undefined && namespaces.includes(namespace),
      );
      const [first] = slipping;
      const kind = resource.kind === 'Namespace' ? 'namespace' : resource.kind;
      const affected = first ? ` (this affects ${first.kind} "${first.name ?? ''}")` : '';
      yield {
        at,
        entry: at,
        severity: first ? 'warning' : 'information',
        message: `Images are not checked: ${kind} "${resource.name ?? ''}" ${does}${affected}. Remove the exemption if it is not needed.`,
        related: slipping.slice(0, 5).map(({ kind, name, place }) => ({
          at: place,
          document: place.document,
          message: `The images of ${kind} "${name ?? ''}" are not checked.`,
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
      title: `${data === undefined ? 'Remove' : 'Set'} ${value.name}${data === undefined ? '' : `: "${data}"`} (images that the policy denies no longer start)`,
      isPreferred: false,
      change: () => (data === undefined ? removeEntry(document, value) : setValue(document, value, data)),
    },
  ];
}
