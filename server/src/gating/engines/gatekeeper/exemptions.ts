import type { Resource } from '../../../manifest/resource';
import type { GateExemption } from '../../engine';
import type { PolicySet } from '../../policy-set';
import { isConstraint } from './kinds';
import { readsExemptImages, templateOf } from './template';

/**
 * The namespaces and images that a constraint exempts. This includes constraints of other engines that Gatekeeper
 * calls.
 */
export function exemptionsOfConstraint(constraint: Resource, policies: PolicySet): GateExemption[] {
  if (!isConstraint(constraint)) return [];
  const spec = constraint.value.get('spec');
  const namespaces = spec.at('match', 'excludedNamespaces');
  const images = spec.at('parameters', 'exemptImages');
  const template = templateOf(constraint.kind, policies);
  const counts = images.items.length > 0 && (!template || readsExemptImages(template));
  const does = `exempts the images ${images.strings.map((image) => `\`${image}\``).join(', ')}`;
  return [{ at: namespaces, namespaces: namespaces.strings }, ...(counts ? [{ at: images, does }] : [])];
}
