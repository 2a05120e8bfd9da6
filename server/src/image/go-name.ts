/** The name of an image in go-containerregistry, which policy engines in Go compare. */
export interface GoName {
  /** With the registry, which is `index.docker.io` for Docker Hub. */
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** Why an engine can't read an image, and therefore denies it. */
export interface NoGoName {
  /** A clause that follows the name of the engine. */
  readonly problem: string;
}

const HUB = 'index.docker.io';
const HUB_ALIAS = 'docker.io';
const DIGEST = /^sha256:[0-9a-f]{64}$/;
const TAG = /^[\w.-]{1,128}$/;
const REPOSITORY = /^[a-z0-9_./-]+$/;
const [SHORTEST, LONGEST] = [2, 255];
/** What Go accepts as the host of a URL. */
const HOST = /^(?:\[[0-9a-fA-F:.]+\]|[^\s:/?#@[\]\\<>"^`{|}%]*)(?::[0-9]*)?$/;

/**
 * Reads an image as go-containerregistry does (package name, ParseReference). It accepts other texts than runtimes do: a
 * registry has a dot or a colon, so `localhost` needs a port; a digest is SHA-256; a repository has at least two characters,
 * and slashes and dashes at any position.
 */
export function goNameOf(image: string): GoName | NoGoName {
  if (/^https?:\/\//.test(image)) return { problem: 'accepts no image that begins with `http://` or `https://`' };
  const [name = '', digest, ...more] = image.split('@');
  if (digest !== undefined && (more.length > 0 || !DIGEST.test(digest))) {
    return { problem: 'accepts only digests of `sha256:` with 64 lower-case hexadecimal digits' };
  }
  const colon = name.lastIndexOf(':');
  const hasTag = colon !== -1 && !name.includes('/', colon);
  const tag = hasTag ? name.slice(colon + 1) : '';
  if (tag !== '' && !TAG.test(tag)) return { problem: `cannot read the tag \`${tag}\`` };
  return withRepository(hasTag ? name.slice(0, colon) : name, tag === '' ? undefined : tag, digest);
}

function withRepository(name: string, tag: string | undefined, digest: string | undefined): GoName | NoGoName {
  const slash = name.indexOf('/');
  const first = slash === -1 ? '' : name.slice(0, slash);
  const hasRegistry = /[.:]/.test(first);
  const path = hasRegistry ? name.slice(slash + 1) : name;
  if (path.length < SHORTEST || path.length > LONGEST) {
    return { problem: `accepts only repository names of ${SHORTEST} to ${LONGEST} characters` };
  }
  if (!REPOSITORY.test(path)) return { problem: `cannot read the repository \`${path}\`` };
  if (hasRegistry && !HOST.test(first)) return { problem: `cannot read the registry \`${first}\`` };
  const host = !hasRegistry || first === HUB_ALIAS ? HUB : first;
  const isImplicit = host === HUB && !path.includes('/');
  return { repository: `${host}/${isImplicit ? 'library/' : ''}${path}`, tag, digest };
}
