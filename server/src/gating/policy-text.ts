import type { YamlValue } from '../manifest/value';
import { ambiguity, isAmbiguous } from './ambiguous-prefix';
import { policyLook } from './cel/policy-look';
import type { Weakness } from './gate-engine';

/** What a policy says to people. */
const PROSE = new Set(['message', 'messageExpression', 'description', 'metadata']);

/** `c.image`, `c.?image`, `c['image']`, `images.containers`. */
const READS_IMAGES = /\.\??images?\b|\[\??\s*(["'])images?\1\s*\]|\bimages\./;

/** Whether a policy's keys or expressions speak of images at all. */
export function mentionsImages(value: YamlValue): boolean {
  // Expressions (CEL, JMESPath) reach images as a field: `c.image`, `images.containers`.
  return textsOf(value).some(({ key, text }) => /^[=+^<(]*images?\b/.test(key) || READS_IMAGES.test(text));
}

/** The keys and texts of a policy with their places, prose left out. */
export function textsOf(value: YamlValue): { key: string; text: string; at: YamlValue }[] {
  const found: { key: string; text: string; at: YamlValue }[] = [];
  const seen = new Set<unknown>();
  const visit = (at: YamlValue, key: string): void => {
    // By an alias a value can be inside itself, or in very many places.
    if ((at.isList || at.isMap) && seen.has(at.node)) return;
    seen.add(at.node);
    found.push({ key, text: at.label ?? '', at });
    for (const item of at.items) visit(item, '');
    for (const entry of at.isMap ? at.entries : []) if (!PROSE.has(entry.key)) visit(entry.value, entry.key);
  };
  visit(value, '');
  return found;
}

const LISTS = ['initContainers', 'ephemeralContainers'];

/** The container lists that a policy leaves out, though it looks at `containers`. */
function skippedLists(value: YamlValue): string[] {
  if (isCelPolicy(value)) {
    const { skipped } = policyLook(value);
    // Ephemeral containers are added to pods: no template can have them.
    const rules = value.at('matchConstraints', 'resourceRules').items;
    const isAboutPods = rules.length === 0 || rules.some(isOfPods);
    const lists = LISTS.filter((list) => isAboutPods || list !== 'ephemeralContainers');
    return skipped.includes('containers') ? [] : lists.filter((list) => skipped.some((one) => one === list));
  }
  const words = textsOf(value).map(({ key, text }) => `${key} ${text}`);
  const isMentioned = (list: string): boolean => words.some((text) => new RegExp(`\\b${list}\\b`).test(text));
  return isMentioned('containers') ? LISTS.filter((list) => !isMentioned(list)) : [];
}

/** `*`, `pods`, and these with subresources, of the group that pods are of; a rule without groups is one being written. */
function isOfPods(rule: YamlValue): boolean {
  const groups = rule.get('apiGroups').strings;
  const isOfGroup = groups.length === 0 || groups.some((group) => group === '' || group === '*');
  return isOfGroup && rule.get('resources').strings.some((resource) => /^(?:\*|pods)(?:\/|$)/.test(resource));
}

/** Whether it is the spec of a ValidatingAdmissionPolicy, or of a policy that is written like one. */
function isCelPolicy(value: YamlValue): boolean {
  return value.get('validations').isList;
}

/** The weakness of a policy that looks at `containers` alone. */
export function skipsContainers(value: YamlValue, at: YamlValue): Weakness[] {
  return lookingPast(skippedLists(value), at);
}

/** The weakness of not looking at some lists of containers; native sidecars are init containers. */
export function lookingPast(skipped: readonly string[], at: YamlValue): Weakness[] {
  if (skipped.length === 0) return [];
  const what = skipped.includes('initContainers') ? ', where native sidecars are' : '';
  return [
    {
      kind: 'skips-containers',
      at,
      does: `looks at \`containers\` but not at ${skipped.map((list) => `\`${list}\``).join(' and ')}${what}`,
    },
  ];
}

/** Texts by which a registry's name is compared as a prefix that does not end where the name does. */
export function ambiguousPrefixes(spec: YamlValue): Weakness[] {
  const found = policyLook(spec).prefixes.filter(({ admits, text }) => admits === true && isAmbiguous(text));
  const places = [...new Set(found.map(({ at }) => at.node))];
  return places.flatMap((node) => {
    const first = found.find(({ at }) => at.node === node);
    return first ? [ambiguity(first.at, first.text)] : [];
  });
}

/** A policy that is not asked when an object is changed: the image of a pod can be changed after it was admitted. */
export function createOnly(operations: YamlValue): Weakness[] {
  const words = operations.strings;
  if (!words.includes('CREATE') || words.includes('UPDATE') || words.includes('*')) return [];
  return [
    {
      kind: 'create-only',
      at: operations,
      does: 'is asked only when something is created, not when its image is changed',
      remedy: [...words, 'UPDATE'],
    },
  ];
}

/**
 * A policy whose engine admits everything while it can't be asked.
 * @param does what that comes to, behind the name of the policy
 */
export function failsOpen(
  failurePolicy: YamlValue,
  does = 'admits every image while it cannot be evaluated',
): Weakness[] {
  return failurePolicy.string === 'Ignore' ? [{ kind: 'fails-open', at: failurePolicy, does, remedy: 'Fail' }] : [];
}
