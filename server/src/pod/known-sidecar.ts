/** A well-known sidecar, or another container that an injector adds with it. */
export interface KnownSidecar {
  readonly name: string;
  readonly publisher: string;
  /** What it does, as a phrase. */
  readonly purpose: string;
  /** Names of its containers; `*` matches any text. */
  readonly containers: readonly string[];
  /** The repositories of its publisher, with their registry. */
  readonly images: readonly string[];
  /** The image is also used for other workloads: without the container's name, it identifies nothing. */
  readonly hasOtherUses?: true;
  /** Whether it reads or writes the volumes that it shares with the app. */
  readonly volumes?: 'reads' | 'writes';
  /** It does not end by itself when the app ends. */
  readonly runsForever: boolean;
  /** An injector adds it, and chooses its place in the pod. */
  readonly isInjected?: true;
  /** The version since which it can be a native sidecar, if its publisher documents that. */
  readonly native?: NativeSupport;
  readonly needs?: Needs;
  /** Where its publisher describes it. */
  readonly source: string;
}

interface NativeSupport {
  /** A version of the product. */
  readonly since: string;
  readonly byDefaultSince?: string;
  /** The setting that turns it on or off. */
  readonly setting?: string;
}

/** The privileges that a sidecar needs for its work. */
export interface Needs {
  readonly capabilities?: readonly string[];
  readonly root?: true;
  /** Paths of the node, including all paths below them. */
  readonly hostPaths?: readonly string[];
  /** It needs keys and passwords of the app: a TLS terminator or an agent for secrets. */
  readonly secrets?: true;
  /** It asks the API server itself, with the token of the pod's service account. */
  readonly token?: true;
}
