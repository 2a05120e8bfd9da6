import type { YamlValue } from '../../../manifest/value';
import type { ImageDecision } from '../../gate';
import { type TextList, textsIn } from '../../text-list';
import type { CheckName } from './library';

/** What a constraint says of an image, which it takes as the manifest writes it: `nginx` is not `docker.io/library/nginx`. */
export type Check = (image: string) => ImageDecision;

type CheckMaker = (parameters: YamlValue) => Check;

interface ImageCheck {
  /** The parameters that it reads. */
  readonly parameters: readonly string[];
  readonly make: CheckMaker;
}

/** What each check of Gatekeeper's library comes to (gatekeeper-library, "general"). */
export const IMAGE_CHECKS: Readonly<Record<CheckName, ImageCheck>> = {
  'allowed-repos': { parameters: ['repos'], make: allowed('repos', (repo, image) => image.startsWith(repo)) },
  'allowed-images': { parameters: ['allowedImages'], make: allowed('allowedImages', isSameOrBegins) },
  'allowed-sources': { parameters: ['repos', 'images'], make: allowedSources },
  'disallowed-repos': { parameters: ['repos'], make: disallowedRepos },
  'disallowed-tags': { parameters: ['tags'], make: disallowedTags },
  'tag-behind-last-slash': { parameters: [], make: hasColon((image) => image.slice(image.lastIndexOf('/') + 1)) },
  'any-colon': { parameters: [], make: hasColon((image) => image) },
  digest: { parameters: [], make: imageDigests },
};

/** A check that can't be made. */
export function unknown(reason: string, at?: YamlValue): Check {
  const decision: ImageDecision = { verdict: 'unknown', reason, ...(at && { at }) };
  return () => decision;
}

/** A check of all images but those that `exemptImages` names (gatekeeper-library, `exemptImages`). */
export function exempting(check: Check, parameters: YamlValue): Check {
  const at = parameters.get('exemptImages');
  const list = textsIn(at);
  const exempt = withDecisions(list, (text) => ({ verdict: 'skips', reason: `it exempts \`${text}\`` }));
  return (image) => {
    const found = exempt.find(({ text }) => isSameOrBegins(text, image));
    if (found) return found.decision;
    const decision = check(image);
    return list.isWhole || decision.verdict !== 'rejects' ? decision : unreadable('exemptImages', at);
  };
}

/** The decisions on a list are few; making them once keeps deciding about an image to comparisons. */
function withDecisions(
  list: TextList,
  decision: (text: string) => Omit<ImageDecision, 'at'>,
): { text: string; decision: ImageDecision }[] {
  return list.items.map(({ text, at }) => ({ text, decision: { ...decision(text), at } }));
}

function unreadable(name: string, at: YamlValue): ImageDecision {
  return { verdict: 'unknown', reason: `not all of its \`${name}\` can be read`, at };
}

function allowed(name: string, meets: (entry: string, image: string) => boolean): CheckMaker {
  return (parameters) => {
    const at = parameters.get(name);
    if (!at.exists) return unknown(`it has no \`${name}\`, and Rego is not evaluated`, at);
    const list = textsIn(at);
    const entries = withDecisions(list, (text) => ({ verdict: 'admits', reason: `its \`${name}\` have \`${text}\`` }));
    const rejection: ImageDecision = { verdict: 'rejects', reason: `none of its \`${name}\` allows it`, at };
    const otherwise = at.isList && list.isWhole ? rejection : unreadable(name, at);
    return (image) => entries.find(({ text }) => meets(text, image))?.decision ?? otherwise;
  };
}

/** Only a `*` at the end is one that stands for something (gatekeeper-library, "Allowed Images"). */
function isSameOrBegins(pattern: string, image: string): boolean {
  return pattern.endsWith('*') ? image.startsWith(pattern.slice(0, -1)) : image === pattern;
}

/** What is below one of `repos`, or is one of `images` with any tag and digest (K8sAllowedReposV2). */
function allowedSources(parameters: YamlValue): Check {
  const [ofRepos, ofImages] = [allowedOf('repos', isBelow), allowedOf('images', isSameName)].map((make) =>
    make(parameters),
  );
  const at = parameters.get('repos');
  const rejection: ImageDecision = { verdict: 'rejects', reason: 'none of its `repos` and `images` allows it', at };
  return (image) => {
    const decisions = [ofRepos?.(image), ofImages?.(image)];
    const find = (verdict: string): ImageDecision | undefined => decisions.find((one) => one?.verdict === verdict);
    return find('admits') ?? find('unknown') ?? rejection;
  };
}

/** Of a list that may be missing, and then allows nothing. */
function allowedOf(name: string, meets: (entry: string, image: string) => boolean): CheckMaker {
  const make = allowed(name, meets);
  return (parameters) => (parameters.get(name).exists ? make(parameters) : () => ({ verdict: 'rejects' }));
}

function isBelow(repo: string, image: string): boolean {
  return image.startsWith(repo.endsWith('/') ? repo : `${repo}/`);
}

function isSameName(name: string, image: string): boolean {
  // A name without a slash allows no image that has one.
  if (!image.startsWith(name) || name.includes('/') !== image.includes('/')) return false;
  return image.length === name.length || ':@'.includes(image.charAt(name.length));
}

function disallowedRepos(parameters: YamlValue): Check {
  const at = parameters.get('repos');
  const list = textsIn(at);
  const entries = withDecisions(list, (text) => ({ verdict: 'rejects', reason: `its \`repos\` disallow \`${text}\`` }));
  const otherwise: ImageDecision = list.isWhole ? { verdict: 'admits', at } : unreadable('repos', at);
  return (image) => entries.find(({ text }) => image.startsWith(text))?.decision ?? otherwise;
}

function disallowedTags(parameters: YamlValue): Check {
  const at = parameters.get('tags');
  const list = textsIn(at);
  const tags = withDecisions(list, (tag) => ({ verdict: 'rejects', reason: `its \`tags\` disallow \`${tag}\`` }));
  const otherwise: ImageDecision = list.isWhole ? { verdict: 'admits', at } : unreadable('tags', at);
  return (image) => tags.find(({ text }) => image.endsWith(`:${text}`))?.decision ?? otherwise;
}

/** A tag, or a digest. @param partOf where in an image the library looks for a colon */
function hasColon(partOf: (image: string) => string): CheckMaker {
  return (parameters) => {
    const at = parameters.get('tags');
    const [tagged, untagged]: [ImageDecision, ImageDecision] = [
      { verdict: 'admits', at },
      { verdict: 'rejects', reason: 'the image has no tag', at },
    ];
    return (image) => (partOf(image).includes(':') ? tagged : untagged);
  };
}

const DIGEST = /@[a-z0-9]+([+._-][a-z0-9]+)*:[a-zA-Z0-9=_-]+/;

function imageDigests(): Check {
  const [pinned, tagged]: [ImageDecision, ImageDecision] = [
    { verdict: 'admits' },
    { verdict: 'rejects', reason: 'the image has no digest' },
  ];
  return (image) => (DIGEST.test(image) ? pinned : tagged);
}
