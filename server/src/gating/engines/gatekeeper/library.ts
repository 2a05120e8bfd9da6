import { CONTAINER_LISTS, IMAGE_LISTS, type ImageList } from '../../../pod/template';
import { own } from '../../../text/own';
import { OWN_KIND } from './own-template';

/** The known checks of images. */
export type CheckName =
  | 'allowed-repos'
  | 'allowed-images'
  | 'allowed-sources'
  | 'disallowed-repos'
  | 'disallowed-tags'
  | 'tag-behind-last-slash'
  | 'any-colon'
  | 'digest';

/** The check of one template rule on the images of some lists. */
export interface TemplateRule {
  readonly lists: readonly ImageList[];
  readonly check: CheckName;
  /** Whether the rule skips the images of `exemptImages`. */
  readonly exempts: boolean;
  /**
   * The parameters in its message. If one is missing, there is no message, and without a message there is no violation.
   */
  readonly needs: readonly string[];
}

/**
 * The checks of Gatekeeper's library ("general") in all its releases, and common variants of them, by the fingerprints
 * of their normal forms (`Modules.normalForm`). All releases since 2019 consist of these checks. Most releases changed
 * only how a check is written. One changed the result: the port of a registry no longer counts as a tag.
 */
export const KNOWN_CHECKS: Readonly<Record<string, CheckName>> = {
  // K8sAllowedRepos 1.0.0, a variant with `:=`, and since 1.0.1.
  bf322e8549510258: 'allowed-repos',
  b7f395b46ecef8f8: 'allowed-repos',
  '99e3ef4fe4ebf479': 'allowed-repos',
  // With a helper function: with a variable for each entry, with `some … in`, or with neither.
  '57adc61dec1c750d': 'allowed-repos',
  f07ad7ee0e41fdb6: 'allowed-repos',
  e3dedc75429cb181: 'allowed-repos',
  // K8sAllowedReposv2.
  '3051b627488dd248': 'allowed-images',
  // K8sAllowedReposV2, which was also published as K8sAllowedRepos 2.0.0.
  f6356a528c070818: 'allowed-sources',
  // K8sDisallowedRepos.
  '91e047334a91401d': 'disallowed-repos',
  // K8sDisallowedTags up to 1.0.0, and since 1.0.1; without a list of its own, with `concat` or `sprintf`.
  bc67ca34e21bccb7: 'disallowed-tags',
  '8bb96288d287b3f2': 'disallowed-tags',
  '125fb3c16d6ec0c9': 'disallowed-tags',
  '3b0081e8d59eb4c4': 'disallowed-tags',
  // Images without a tag: K8sDisallowedTags up to 1.0.0, in 1.0.1, and since 1.0.2.
  '53f92a91b46f2e44': 'any-colon',
  f397ec8c40891168: 'any-colon',
  '131d9ebcec92f513': 'tag-behind-last-slash',
  // K8sImageDigests up to 1.0.0, and since 1.0.1.
  '48cae0c6be40fc12': 'digest',
  '6c37a31c76ec5005': 'digest',
};

/**
 * Functions that return whether the image of a container is one of `exemptImages`: the function of the library, and a
 * variant without a helper function.
 */
export const KNOWN_EXEMPTIONS: ReadonlySet<string> = new Set(['ef8a4666c4254b32', 'ea468d14ec1eccf5']);

/** Rules that have a value with any parameters: the sources of K8sAllowedReposV2. */
export const KNOWN_VALUES: ReadonlySet<string> = new Set(['7f2fcf7d5a3fc4ab']);

/** Since 2022 the library checks all lists. */
function newest(check: CheckName, exempts: boolean, ...needs: readonly string[]): TemplateRule {
  return { lists: CONTAINER_LISTS, check, exempts, needs };
}

/** The rules of the newest release of each kind. The case of a kind matters. */
const NEWEST: Readonly<Record<string, readonly TemplateRule[]>> = {
  K8sAllowedRepos: [newest('allowed-repos', false, 'repos')],
  K8sAllowedReposv2: [newest('allowed-images', false, 'allowedImages')],
  K8sAllowedReposV2: [newest('allowed-sources', false)],
  K8sDisallowedRepos: [newest('disallowed-repos', false, 'repos')],
  K8sDisallowedTags: [newest('disallowed-tags', true, 'tags'), newest('tag-behind-last-slash', true)],
  K8sImageDigests: [newest('digest', true)],
  // Its message uses no parameter.
  [OWN_KIND]: [{ ...newest('allowed-images', false), lists: IMAGE_LISTS }],
};

/**
 * The rules of the library's template for a kind, or of the template that this product writes; `undefined` for another
 * kind.
 */
export function newestRules(kind: string): readonly TemplateRule[] | undefined {
  return own(NEWEST, kind);
}
