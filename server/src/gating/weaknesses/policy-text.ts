import { policyImageUsage } from '../../cel/policy-look';
import type { YamlValue } from '../../manifest/value';
import { CONTAINER_LISTS, type ContainerList, isContainerList, TEMPLATE_LISTS } from '../../pod/template';
import type { Weakness } from '../engine';
import { ambiguity, isAmbiguous } from './ambiguous-prefix';

/** Fields with text for people. */
const PROSE = new Set(['message', 'messageExpression', 'description', 'metadata']);

/** `c.image`, `c.?image`, `c['image']`, `images.containers`. */
const READS_IMAGES = /\.\??images?\b|\[\??\s*(["'])images?\1\s*\]|\bimages\./;

/** Whether the keys or expressions of a policy mention images. */
export function mentionsImages(value: YamlValue): boolean {
  // Expressions (CEL, JMESPath) reach images as a field: `c.image`, `images.containers`.
  return policyTextsIn(value).some(({ key, text }) => /^[=+^<(]*images?\b/.test(key) || READS_IMAGES.test(text));
}

/** The keys and texts of a policy with their places, without the text for people. */
export function policyTextsIn(value: YamlValue): { key: string; text: string; at: YamlValue }[] {
  const found: { key: string; text: string; at: YamlValue }[] = [];
  const seen = new Set<unknown>();
  const visit = (at: YamlValue, key: string): void => {
    // With an alias, a value can be inside itself, or in many places.
    if ((at.isList || at.isMap) && seen.has(at.node)) return;
    seen.add(at.node);
    found.push({ key, text: at.label ?? '', at });
    for (const item of at.items) visit(item, '');
    for (const entry of at.isMap ? at.entries : []) if (!PROSE.has(entry.key)) visit(entry.value, entry.key);
  };
  visit(value, '');
  return found;
}

/** The container lists that a policy does not check, although it checks `containers`. */
function skippedLists(value: YamlValue): readonly ContainerList[] {
  if (isCelPolicy(value)) {
    const { skipped } = policyImageUsage(value);
    // Ephemeral containers are added to pods; a template cannot have them.
    const rules = value.at('matchConstraints', 'resourceRules').items;
    const isAboutPods = rules.length === 0 || rules.some(isOfPods);
    if (skipped.includes('containers')) return [];
    return skipped.filter(isContainerList).filter((list) => isAboutPods || TEMPLATE_LISTS.includes(list));
  }
  const words = policyTextsIn(value).map(({ key, text }) => `${key} ${text}`);
  const isMentioned = (list: string): boolean => words.some((text) => new RegExp(`\\b${list}\\b`).test(text));
  return isMentioned('containers') ? CONTAINER_LISTS.filter((list) => !isMentioned(list)) : [];
}

/** `*` or `pods`, with or without a subresource, of the core group. A rule without groups is not finished yet. */
export function isOfPods(rule: YamlValue): boolean {
  const groups = rule.get('apiGroups').strings;
  const isOfGroup = groups.length === 0 || groups.some((group) => group === '' || group === '*');
  return isOfGroup && rule.get('resources').strings.some((resource) => /^(?:\*|pods)(?:\/|$)/.test(resource));
}

/** Whether it is the spec of a policy with validations in CEL. */
function isCelPolicy(value: YamlValue): boolean {
  return value.get('validations').isList;
}

/** The weakness of a policy that checks only `containers`. */
export function skipsContainers(value: YamlValue, at: YamlValue): Weakness[] {
  return lookingPast(skippedLists(value), at);
}

/** The weakness of a policy that does not check some lists of containers. Native sidecars are init containers. */
export function lookingPast(skipped: readonly string[], at: YamlValue): Weakness[] {
  if (skipped.length === 0) return [];
  const lists = skipped.map((list) => `\`${list}\`${list === 'initContainers' ? ' (native sidecars)' : ''}`);
  return [{ kind: 'skips-containers', at, effect: `checks \`containers\` but not ${lists.join(' or ')}` }];
}

/** Expressions that compare an image with the name of a registry, without a slash at the end of the name. */
export function ambiguousPrefixes(spec: YamlValue): Weakness[] {
  const found = policyImageUsage(spec).prefixes.filter(({ admits, text }) => admits === true && isAmbiguous(text));
  const places = [...new Set(found.map(({ at }) => at.node))];
  return places.flatMap((node) => {
    const first = found.find(({ at }) => at.node === node);
    return first ? [ambiguity(first.at, first.text)] : [];
  });
}

/**
 * A policy whose engine admits every image while the policy fails.
 * @param effect the predicate of the name of the policy
 */
export function failsOpen(
  failurePolicy: YamlValue,
  effect = 'admits every image while it cannot be evaluated',
): Weakness[] {
  return failurePolicy.string === 'Ignore' ? [{ kind: 'fails-open', at: failurePolicy, effect, remedy: 'Fail' }] : [];
}
