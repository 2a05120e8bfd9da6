import type { YamlValue } from '../../../manifest/value';
import type { ImageDecision } from '../../gate';
import { type TextList, textsIn } from '../../text-list';

/** What a constraint says of an image, which it takes as the manifest writes it: `nginx` is not `docker.io/library/nginx`. */
export type Check = (image: string) => ImageDecision;

type CheckMaker = (parameters: YamlValue) => Check;

interface Template {
  /** The parameters that it has. */
  readonly parameters: readonly string[];
  readonly check: CheckMaker;
}

/** The templates about images in Gatekeeper's library, by their kinds in lower case (gatekeeper-library, "general"). */
const TEMPLATES: Readonly<Record<string, Template>> = {
  k8sallowedrepos: { parameters: ['repos'], check: allowed('repos', (repo, image) => image.startsWith(repo)) },
  k8sallowedreposv2: { parameters: ['allowedImages'], check: allowed('allowedImages', isSameOrBegins) },
  k8sdisallowedrepos: { parameters: ['repos'], check: disallowedRepos },
  k8sdisallowedtags: { parameters: ['tags', 'exemptImages'], check: exempting(disallowedTags) },
  k8simagedigests: { parameters: ['exemptImages'], check: exempting(imageDigests) },
};

/** What a constraint checks by its parameters; of templates that aren't the library's, nothing is known. */
export function checkOf(kind: string, parameters: YamlValue): Check {
  const name = kind.toLowerCase();
  const template = Object.hasOwn(TEMPLATES, name) ? TEMPLATES[name] : undefined;
  if (!template) return unknown(`its template is not one of Gatekeeper's library: ${kind}`);
  const foreign = [...parameters.keys].find((key) => !template.parameters.includes(key));
  if (foreign === undefined) return template.check(parameters);
  const reason = `its parameter \`${foreign}\` is none of ${kind} in Gatekeeper's library, so its template is another one`;
  return unknown(reason, parameters.get(foreign));
}

/** A check that can't be made. */
export function unknown(reason: string, at?: YamlValue): Check {
  const decision: ImageDecision = { verdict: 'unknown', reason, ...(at && { at }) };
  return () => decision;
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
    const list = textsIn(at);
    if (!at.isList && list.isWhole) {
      // The template can't put its message together then, and what has no message is no violation.
      const reason = `it has no \`${name}\`, and without them its template refuses nothing`;
      return () => ({ verdict: 'admits', reason, at });
    }
    const entries = withDecisions(list, (text) => ({ verdict: 'admits', reason: `its \`${name}\` have \`${text}\`` }));
    const rejection: ImageDecision = { verdict: 'rejects', reason: `none of its \`${name}\` allows it`, at };
    const otherwise = list.isWhole ? rejection : unreadable(name, at);
    return (image) => entries.find(({ text }) => meets(text, image))?.decision ?? otherwise;
  };
}

/** Only a `*` at the end is one that stands for something (gatekeeper-library, "Allowed Images"). */
function isSameOrBegins(pattern: string, image: string): boolean {
  return pattern.endsWith('*') ? image.startsWith(pattern.slice(0, -1)) : image === pattern;
}

function disallowedRepos(parameters: YamlValue): Check {
  const at = parameters.get('repos');
  const list = textsIn(at);
  const entries = withDecisions(list, (text) => ({ verdict: 'rejects', reason: `its \`repos\` disallow \`${text}\`` }));
  const otherwise: ImageDecision = list.isWhole ? { verdict: 'admits', at } : unreadable('repos', at);
  return (image) => entries.find(({ text }) => image.startsWith(text))?.decision ?? otherwise;
}

/** The port of a registry counts as a tag to the library: it only looks for a colon. */
function disallowedTags(parameters: YamlValue): Check {
  const at = parameters.get('tags');
  const list = textsIn(at);
  const tags = withDecisions(list, (tag) => ({ verdict: 'rejects', reason: `its \`tags\` disallow \`${tag}\`` }));
  const untagged: ImageDecision = { verdict: 'rejects', reason: 'the image has no tag', at };
  const otherwise: ImageDecision = list.isWhole ? { verdict: 'admits', at } : unreadable('tags', at);
  return (image) => {
    const found = tags.find(({ text }) => image.endsWith(`:${text}`));
    return found?.decision ?? (image.includes(':') ? otherwise : untagged);
  };
}

const DIGEST = /@[a-z0-9]+([+._-][a-z0-9]+)*:[a-zA-Z0-9=_-]+/;

function imageDigests(): Check {
  const [pinned, tagged]: ImageDecision[] = [
    { verdict: 'admits' },
    { verdict: 'rejects', reason: 'the image has no digest' },
  ];
  return (image) => (DIGEST.test(image) ? pinned : tagged) ?? { verdict: 'unknown' };
}

/** Images that a constraint doesn't look at (gatekeeper-library, `exemptImages`). */
function exempting(make: CheckMaker): CheckMaker {
  return (parameters) => {
    const check = make(parameters);
    const at = parameters.get('exemptImages');
    const list = textsIn(at);
    const exempt = withDecisions(list, (text) => ({ verdict: 'skips', reason: `it exempts \`${text}\`` }));
    return (image) => {
      const found = exempt.find(({ text }) => isSameOrBegins(text, image));
      if (found) return found.decision;
      const decision = check(image);
      return list.isWhole || decision.verdict !== 'rejects' ? decision : unreadable('exemptImages', at);
    };
  };
}
