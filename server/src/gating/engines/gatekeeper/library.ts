import type { ContainerList } from '../../../pod/template';
import type { TemplateRule } from './template-rules';

/** What a rule about images can check. */
export type CheckName =
  | 'allowed-repos'
  | 'allowed-images'
  | 'allowed-sources'
  | 'disallowed-repos'
  | 'disallowed-tags'
  | 'tag-behind-last-slash'
  | 'any-colon'
  | 'digest';

/**
 * The checks of Gatekeeper's library ("general") in all its editions, and the same as many teams write it, by the
 * fingerprints of their normal forms (`Modules.normalForm`). Each edition since 2019 is made of these: nearly always it
 * changed only how a check is written, and once what it does, when the port of a registry became no tag.
 */
export const KNOWN_CHECKS: Readonly<Record<string, CheckName>> = {
  // K8sAllowedRepos 1.0.0, the same with `:=`, and since 1.0.1.
  bf322e8549510258: 'allowed-repos',
  b7f395b46ecef8f8: 'allowed-repos',
  '99e3ef4fe4ebf479': 'allowed-repos',
  // With a function of its own: with a variable for each entry, with `some … in`, or with neither.
  '57adc61dec1c750d': 'allowed-repos',
  f07ad7ee0e41fdb6: 'allowed-repos',
  e3dedc75429cb181: 'allowed-repos',
  // K8sAllowedReposv2.
  '3051b627488dd248': 'allowed-images',
  // K8sAllowedReposV2, as which K8sAllowedRepos 2.0.0 was published.
  f6356a528c070818: 'allowed-sources',
  // K8sDisallowedRepos.
  '91e047334a91401d': 'disallowed-repos',
  // K8sDisallowedTags 1.0.0 and before, and since 1.0.1; without a list of its own, with `concat` or `sprintf`.
  bc67ca34e21bccb7: 'disallowed-tags',
  '8bb96288d287b3f2': 'disallowed-tags',
  '125fb3c16d6ec0c9': 'disallowed-tags',
  '3b0081e8d59eb4c4': 'disallowed-tags',
  // Images without a tag in K8sDisallowedTags 1.0.0 and before, in 1.0.1, and since 1.0.2.
  '53f92a91b46f2e44': 'any-colon',
  f397ec8c40891168: 'any-colon',
  '131d9ebcec92f513': 'tag-behind-last-slash',
  // K8sImageDigests 1.0.0 and before, and since 1.0.1.
  '48cae0c6be40fc12': 'digest',
  '6c37a31c76ec5005': 'digest',
};

/** Functions that tell whether a container's image is one of `exemptImages`: the library's, and without another function. */
export const KNOWN_EXEMPTIONS: ReadonlySet<string> = new Set(['ef8a4666c4254b32', 'ea468d14ec1eccf5']);

/** Rules that have a value whatever the parameters: the sources of K8sAllowedReposV2. */
export const KNOWN_VALUES: ReadonlySet<string> = new Set(['7f2fcf7d5a3fc4ab']);

/** The lists of containers in a pod, at all of which the library looks since 2022. */
export const LISTS: readonly ContainerList[] = ['containers', 'initContainers', 'ephemeralContainers'];

function newest(check: CheckName, exempts: boolean, ...needs: readonly string[]): TemplateRule {
  return { lists: LISTS, check, exempts, needs };
}

/** What the newest edition of each kind does. A constraint's kind is one with its case. */
const NEWEST: Readonly<Record<string, readonly TemplateRule[]>> = {
  K8sAllowedRepos: [newest('allowed-repos', false, 'repos')],
  K8sAllowedReposv2: [newest('allowed-images', false, 'allowedImages')],
  K8sAllowedReposV2: [newest('allowed-sources', false)],
  K8sDisallowedRepos: [newest('disallowed-repos', false, 'repos')],
  K8sDisallowedTags: [newest('disallowed-tags', true, 'tags'), newest('tag-behind-last-slash', true)],
  K8sImageDigests: [newest('digest', true)],
};

/** The rules of the library's template for a kind; `undefined` where it has none. */
export function newestRules(kind: string): readonly TemplateRule[] | undefined {
  return Object.hasOwn(NEWEST, kind) ? NEWEST[kind] : undefined;
}
