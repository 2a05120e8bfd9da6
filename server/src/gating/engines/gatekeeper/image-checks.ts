import { type TextList, textsIn } from '../../../admission/text-list';
import type { Cause } from '../../../cause/cause';
import type { YamlValue } from '../../../manifest/value';
import type { ImageDecision } from '../../gate';
import type { CheckName } from './library';

/**
 * The decision of a constraint on an image. Gatekeeper compares the text of the manifest: `nginx` is not
 * `docker.io/library/nginx`.
 */
export type ImageCheck = (image: string) => ImageDecision;

type CheckMaker = (parameters: YamlValue) => ImageCheck;

interface KnownCheck {
  /** The parameters that the check reads. */
  readonly parameters: readonly string[];
  readonly make: CheckMaker;
}

/** The checks of Gatekeeper's library (gatekeeper-library, "general"). */
export const IMAGE_CHECKS: Readonly<Record<CheckName, KnownCheck>> = {
  'allowed-repos': { parameters: ['repos'], make: allowed('repos', (repo, image) => image.startsWith(repo)) },
  'allowed-images': { parameters: ['allowedImages'], make: allowed('allowedImages', isSameOrBegins) },
  'allowed-sources': { parameters: ['repos', 'images'], make: allowedSources },
  'disallowed-repos': { parameters: ['repos'], make: disallowedRepos },
  'disallowed-tags': { parameters: ['tags'], make: disallowedTags },
  'tag-behind-last-slash': { parameters: [], make: hasColon((image) => image.slice(image.lastIndexOf('/') + 1)) },
  'any-colon': { parameters: [], make: hasColon((image) => image) },
  digest: { parameters: [], make: imageDigests },
};

/** A check with an unknown result. */
export function unknownCheck(cause: Cause, at?: YamlValue): ImageCheck {
  const decision: ImageDecision = { verdict: 'unknown', cause, ...(at && { at }) };
  return () => decision;
}

/** A check of all images except those that `exemptImages` names (gatekeeper-library, `exemptImages`). */
export function exempting(check: ImageCheck, parameters: YamlValue): ImageCheck {
  const at = parameters.get('exemptImages');
  const list = textsIn(at);
  const exempt = withDecisions(list, (entry) => ({ verdict: 'skips', cause: { kind: 'exempted', entry } }));
  const unread = unreadable('exemptImages', at);
  return (image) => {
    const found = exempt.find(({ text }) => isSameOrBegins(text, image));
    if (found) return found.decision;
    const decision = check(image);
    return list.isWhole || decision.verdict !== 'rejects' ? decision : unread;
  };
}

/** A list has few decisions. They are made once, so that a check of an image only compares texts. */
function withDecisions(
  list: TextList,
  decision: (text: string) => Omit<ImageDecision, 'at'>,
): { text: string; decision: ImageDecision }[] {
  return list.items.map(({ text, at }) => ({ text, decision: { ...decision(text), at } }));
}

function unreadable(field: string, at: YamlValue): ImageDecision {
  return { verdict: 'unknown', cause: { kind: 'partly-unreadable', field }, at };
}

function allowed(name: string, meets: (entry: string, image: string) => boolean): CheckMaker {
  return (parameters) => {
    const at = parameters.get(name);
    if (!at.exists) return unknownCheck({ kind: 'list-missing', field: name, passes: false }, at);
    const list = textsIn(at);
    const entries = withDecisions(list, (entry) => ({
      verdict: 'admits',
      cause: { kind: 'allowed', field: name, entry },
    }));
    const rejection: ImageDecision = { verdict: 'rejects', cause: { kind: 'allowed-by-none', fields: [name] }, at };
    const otherwise = at.isList && list.isWhole ? rejection : unreadable(name, at);
    return (image) => entries.find(({ text }) => meets(text, image))?.decision ?? otherwise;
  };
}

/** Only a `*` at the end is a wildcard (gatekeeper-library, "Allowed Images"). */
function isSameOrBegins(pattern: string, image: string): boolean {
  return pattern.endsWith('*') ? image.startsWith(pattern.slice(0, -1)) : image === pattern;
}

/** Allows images below one of `repos`, and those of `images` with any tag and digest (K8sAllowedReposV2). */
function allowedSources(parameters: YamlValue): ImageCheck {
  const [ofRepos, ofImages] = [allowedOf('repos', isBelow), allowedOf('images', isSameName)].map((make) =>
    make(parameters),
  );
  const at = parameters.get('repos');
  const cause: Cause = { kind: 'allowed-by-none', fields: ['repos', 'images'] };
  const rejection: ImageDecision = { verdict: 'rejects', cause, at };
  return (image) => {
    const decisions = [ofRepos?.(image), ofImages?.(image)];
    const find = (verdict: string): ImageDecision | undefined => decisions.find((one) => one?.verdict === verdict);
    return find('admits') ?? find('unknown') ?? rejection;
  };
}

/** A check with a list of allowed entries. If the list is missing, no image is allowed. */
function allowedOf(name: string, meets: (entry: string, image: string) => boolean): CheckMaker {
  const make = allowed(name, meets);
  return (parameters) => (parameters.get(name).exists ? make(parameters) : () => ({ verdict: 'rejects' }));
}

function isBelow(repo: string, image: string): boolean {
  return image.startsWith(repo.endsWith('/') ? repo : `${repo}/`);
}

function isSameName(name: string, image: string): boolean {
  // A name without a slash allows no image with a slash.
  if (!image.startsWith(name) || name.includes('/') !== image.includes('/')) return false;
  return image.length === name.length || ':@'.includes(image.charAt(name.length));
}

function disallowedRepos(parameters: YamlValue): ImageCheck {
  const at = parameters.get('repos');
  const list = textsIn(at);
  const entries = withDecisions(list, disallowed('repos'));
  const otherwise: ImageDecision = list.isWhole ? { verdict: 'admits', at } : unreadable('repos', at);
  return (image) => entries.find(({ text }) => image.startsWith(text))?.decision ?? otherwise;
}

function disallowed(field: string): (entry: string) => ImageDecision {
  return (entry) => ({ verdict: 'rejects', cause: { kind: 'disallowed', field, entry } });
}

function disallowedTags(parameters: YamlValue): ImageCheck {
  const at = parameters.get('tags');
  const list = textsIn(at);
  const tags = withDecisions(list, disallowed('tags'));
  const otherwise: ImageDecision = list.isWhole ? { verdict: 'admits', at } : unreadable('tags', at);
  return (image) => tags.find(({ text }) => image.endsWith(`:${text}`))?.decision ?? otherwise;
}

/**
 * Requires a tag or a digest.
 * @param partOf returns the part of an image in which the library looks for a colon
 */
function hasColon(partOf: (image: string) => string): CheckMaker {
  return (parameters) => {
    const at = parameters.get('tags');
    const [tagged, untagged]: [ImageDecision, ImageDecision] = [
      { verdict: 'admits', at },
      { verdict: 'rejects', cause: { kind: 'no-tag' }, at },
    ];
    return (image) => (partOf(image).includes(':') ? tagged : untagged);
  };
}

const DIGEST = /@[a-z0-9]+([+._-][a-z0-9]+)*:[a-zA-Z0-9=_-]+/;

function imageDigests(): ImageCheck {
  const [pinned, tagged]: [ImageDecision, ImageDecision] = [
    { verdict: 'admits' },
    { verdict: 'rejects', cause: { kind: 'no-digest', by: 'check' } },
  ];
  return (image) => (DIGEST.test(image) ? pinned : tagged);
}
