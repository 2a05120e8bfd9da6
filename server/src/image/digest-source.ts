/** A source for the current digest of an image's tag. */
export interface DigestSource {
  /**
   * The digest of an image's tag (by default `latest`). For an image with several platforms, the digest of the index.
   * @param image as written in a manifest
   * @param opened the files and folders that are looked at, as absolute paths: nothing that their repositories bring decides
   *   who gets credentials
   * @throws an Error whose message is a sentence for the user
   */
  digestOf(image: string, signal: AbortSignal, opened: readonly string[]): Promise<string>;
}

/** How registries are reached. */
export interface RegistrySettings {
  /** Hosts, with their ports, that may speak plain HTTP or have an untrusted certificate. */
  readonly insecure: readonly string[];
  /** The URL of a proxy, if the environment does not set it. */
  readonly proxy?: string;
}

/** Access to registries with the user's settings. */
export interface ConfigurableDigests extends DigestSource {
  configure(settings: RegistrySettings): void;
}
