/** Somebody who knows which content the tag of an image stands for at the moment. */
export interface DigestSource {
  /**
   * The digest of what an image's tag (else `latest`) stands for: of the index where there are several platforms.
   * @param image as written in a manifest
   * @throws an Error whose message is a sentence for the user
   */
  digestOf(image: string, signal: AbortSignal): Promise<string>;
}

/** How registries are reached. */
export interface RegistrySettings {
  /** Hosts, with their ports, that may speak plain HTTP or have a certificate that nobody vouches for. */
  readonly insecure: readonly string[];
  /** A proxy's URL, where it isn't the environment that says it. */
  readonly proxy?: string;
}

/** A way to registries that follows the user's settings. */
export interface ConfigurableDigests extends DigestSource {
  configure(settings: RegistrySettings): void;
}
