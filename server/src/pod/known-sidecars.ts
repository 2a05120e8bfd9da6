import { qualifiedRepository } from './image-name';
import { KNOWN_SIDECARS } from './known-sidecars-table';

/** A sidecar, or what an injector adds beside one, that many clusters run. */
export interface KnownSidecar {
  readonly name: string;
  readonly publisher: string;
  /** What it does, as a phrase. */
  readonly purpose: string;
  /** Names of its containers; `*` stands for any part of one. */
  readonly containers: readonly string[];
  /** The repositories where its publisher keeps it, with their registry. */
  readonly images: readonly string[];
  /** The image runs workloads of its own, too: without the container's name it says nothing. */
  readonly hasOtherUses?: true;
  /** What it does with the volumes that it shares with the app. */
  readonly volumes?: 'reads' | 'writes';
  /** It serves or watches for as long as it runs; nothing ends it when the app is done. */
  readonly runsForever: boolean;
  /** Its injector decides where it goes in the pod. */
  readonly isInjected?: true;
  /** Since when it can be a native sidecar, where its publisher says so. */
  readonly native?: NativeSupport;
  readonly needs?: Needs;
  /** Where its publisher describes it. */
  readonly source: string;
}

export interface NativeSupport {
  /** A version of the product. */
  readonly since: string;
  readonly byDefaultSince?: string;
  /** What switches it on or off. */
  readonly setting?: string;
}

/** The powers that a sidecar can't do its work without. */
export interface Needs {
  readonly capabilities?: readonly string[];
  readonly root?: true;
  /** Paths of the node, with everything below them. */
  readonly hostPaths?: readonly string[];
  /** It holds keys and passwords for the app: a TLS terminator or an agent for secrets. */
  readonly secrets?: true;
}

/**
 * How an image is known: it is the publisher's own, it stands under another registry with the publisher's path
 * (`mirror.example.com/istio/proxyv2`), or only the last part of its path is the same.
 */
export type ImageOrigin = 'publisher' | 'mirror' | 'namesake';

export interface KnownSidecarMatch {
  readonly sidecar: KnownSidecar;
  readonly byName: boolean;
  readonly byImage: boolean;
  /** Only where it is known by its image. */
  readonly origin?: ImageOrigin;
}

/** The well-known sidecar that a container looks like. A name alone is a claim that anybody can make. */
export function findKnownSidecar(name: string | undefined, image: string | undefined): KnownSidecarMatch | undefined {
  const named = sidecarsNamed(name);
  const found = image === undefined ? undefined : findByImage(image);
  const both = found?.sidecars.find((sidecar) => named.includes(sidecar));
  if (found && both) return { sidecar: both, byName: true, byImage: true, origin: found.origin };
  // What runs in it says more of a container than what it is called.
  const byImage = found?.sidecars.find(({ hasOtherUses }) => !hasOtherUses);
  if (found && byImage) return { sidecar: byImage, byName: false, byImage: true, origin: found.origin };
  const [byName] = named;
  return byName && { sidecar: byName, byName: true, byImage: false };
}

/** Whether a container is what it looks like: it has the name, and the publisher's image or a mirror of it. */
export function isConfirmed(match: KnownSidecarMatch | undefined): match is KnownSidecarMatch {
  return match?.byName === true && (match.origin === 'publisher' || match.origin === 'mirror');
}

/** The well-known sidecars whose containers have this name. */
export function sidecarsNamed(name: string | undefined): readonly KnownSidecar[] {
  if (name === undefined) return [];
  return BY_NAME.get(name) ?? BY_NAME_PATTERN.find(({ pattern }) => pattern.test(name))?.sidecars ?? [];
}

/** Last path parts that anybody's image may have. */
const GENERIC_NAMES = new Set(
  'agent alloy dapr debug docker envoy infrastructure init instrumentation opa openbao proxy proxy-init queue teleport vault vector'.split(
    ' ',
  ),
);

const BY_NAME = new Map<string, KnownSidecar[]>();
const BY_NAME_PATTERN: { readonly pattern: RegExp; readonly sidecars: readonly KnownSidecar[] }[] = [];
const BY_REPOSITORY = new Map<string, KnownSidecar[]>();
/** By the publisher's path without its registry. */
const BY_PATH = new Map<string, KnownSidecar[]>();
/** By the last part of the path. */
const BY_BASENAME = new Map<string, KnownSidecar[]>();

for (const sidecar of KNOWN_SIDECARS) {
  for (const name of sidecar.containers) {
    if (name.includes('*')) BY_NAME_PATTERN.push({ pattern: toPattern(name), sidecars: [sidecar] });
    else add(BY_NAME, name, sidecar);
  }
  for (const image of sidecar.images) {
    const path = image.slice(image.indexOf('/') + 1);
    const basename = path.slice(path.lastIndexOf('/') + 1);
    add(BY_REPOSITORY, image, sidecar);
    if (path !== basename) add(BY_PATH, path, sidecar);
    if (!GENERIC_NAMES.has(basename)) add(BY_BASENAME, basename, sidecar);
  }
}

function findByImage(image: string): { sidecars: readonly KnownSidecar[]; origin: ImageOrigin } | undefined {
  const repository = qualifiedRepository(image);
  const own = BY_REPOSITORY.get(repository);
  if (own) return { sidecars: own, origin: 'publisher' };
  // From the whole path to its last two parts; what remains after them is the last part.
  let rest = repository.slice(repository.indexOf('/') + 1);
  for (let slash = rest.indexOf('/'); slash !== -1; slash = rest.indexOf('/')) {
    const mirrored = BY_PATH.get(rest);
    if (mirrored) return { sidecars: mirrored, origin: 'mirror' };
    rest = rest.slice(slash + 1);
  }
  const namesakes = BY_BASENAME.get(rest);
  return namesakes && { sidecars: namesakes, origin: 'namesake' };
}

function add(index: Map<string, KnownSidecar[]>, key: string, sidecar: KnownSidecar): void {
  const present = index.get(key);
  if (!present) index.set(key, [sidecar]);
  else if (!present.includes(sidecar)) present.push(sidecar);
}

/** The names in the table have no characters but `*` that mean something in a pattern. */
function toPattern(name: string): RegExp {
  return new RegExp(`^${name.replaceAll('*', '.*')}$`);
}
