import { apiGroup, type Resource } from '../../../manifest/resource';
import { OWN_KIND } from './own-template';

/** The API group of constraints. A ConstraintTemplate defines each kind. */
export const CONSTRAINTS = 'constraints.gatekeeper.sh';
/** The API group of mutators. */
export const MUTATORS = 'mutations.gatekeeper.sh';

/** The kinds of constraints about images. */
const KINDS = [
  'K8sAllowedRepos',
  'K8sAllowedReposv2',
  'K8sDisallowedRepos',
  'K8sDisallowedReposv2',
  'K8sDisallowedTags',
  'K8sImageDigests',
  OWN_KIND,
];
/** Matches any case: a kind that differs only in case is a custom kind about images, with unknown checks. */
const IS_KIND = new RegExp(`^(?:${KINDS.join('|')})$`, 'i');

export function isConstraint(resource: Resource): boolean {
  return apiGroup(resource) === CONSTRAINTS;
}

export function isImageConstraint(resource: Resource): boolean {
  return isConstraint(resource) && isImageKind(resource.kind);
}

/** Whether constraints of a kind are about images. */
export function isImageKind(kind: string): boolean {
  return IS_KIND.test(kind);
}
