/** An image as go-containerregistry names it, by which policy engines in Go compare images. */
export interface GoName {
  /** With its registry; Docker Hub's is `index.docker.io`. */
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** Why an engine can't read an image, so that it refuses it. */
export interface NoGoName {
  /** As a clause that goes on behind the engine's name. */
  readonly problem: string;
}

const HUB = 'index.docker.io';
const HUB_ALIAS = 'docker.io';
const DIGEST = /^sha256:[0-9a-f]{64}$/;
const TAG = /^[\w.-]{1,128}$/;
const REPOSITORY = /^[a-z0-9_./-]+$/;
const [SHORTEST, LONGEST] = [2, 255];
/** What Go takes for the host of a URL. */
const HOST = /^(?:\[[0-9a-fA-F:.]+\]|[^\s:/?#@[\]\\<>"^`{|}%]*)(?::[0-9]*)?$/;

/**
 * Reads an image as go-containerregistry does (package name, ParseReference), which takes other texts than runtimes do: a
 * registry has a dot or a colon, so that `localhost` is none without a port; digests are of SHA-256; a repository has two
 * characters at least, and its slashes and dashes may stand anywhere.
 */
export function goNameOf(image: string): GoName | NoGoName {
  if (/^https?:\/\//.test(image)) return { problem: 'reads no image with `http://` or `https://` before it' };
  const [name = '', digest, ...more] = image.split('@');
  if (digest !== undefined && (more.length > 0 || !DIGEST.test(digest))) {
    return { problem: 'reads no digest but `sha256:` with 64 lower-case hexadecimal digits' };
  }
  const colon = name.lastIndexOf(':');
  const hasTag = colon !== -1 && !name.includes('/', colon);
  const tag = hasTag ? name.slice(colon + 1) : '';
  if (tag !== '' && !TAG.test(tag)) return { problem: `can not read its tag \`${tag}\`` };
  return withRepository(hasTag ? name.slice(0, colon) : name, tag === '' ? undefined : tag, digest);
}

function withRepository(name: string, tag: string | undefined, digest: string | undefined): GoName | NoGoName {
  const slash = name.indexOf('/');
  const first = slash === -1 ? '' : name.slice(0, slash);
  const hasRegistry = /[.:]/.test(first);
  const path = hasRegistry ? name.slice(slash + 1) : name;
  if (path.length < SHORTEST || path.length > LONGEST) {
    return { problem: `reads only repositories of ${SHORTEST} to ${LONGEST} characters` };
  }
  if (!REPOSITORY.test(path)) return { problem: `can not read its repository \`${path}\`` };
  if (hasRegistry && !HOST.test(first)) return { problem: `can not read its registry \`${first}\`` };
  const host = !hasRegistry || first === HUB_ALIAS ? HUB : first;
  const isImplicit = host === HUB && !path.includes('/');
  return { repository: `${host}/${isImplicit ? 'library/' : ''}${path}`, tag, digest };
}
