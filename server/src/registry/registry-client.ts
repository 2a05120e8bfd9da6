import type { ConfigurableDigests, RegistrySettings } from '../image/digest-source';
import { parseImageReference, qualified, registryHostOf } from '../image/image-reference';
import { Border } from '../programs/border';
import { authorize } from './authorization';
import type { Environment } from './credential-files';
import type { FoundCredentials } from './credentials';
import { mayAnswerPlainly, RegistryError, timedOut } from './errors';
import { Exchange } from './exchange';
import { findCredentials } from './find-credentials';
import { type Followed, followRedirects } from './follow';
import { ACCEPTED, digestIn } from './manifest';
import { isUnknownRepository, refused } from './refusal';

const TIMEOUT_SECONDS = 15;

interface Target {
  readonly host: string;
  readonly repository: string;
  readonly tag: string;
  /** As the user wrote it, without its digest. */
  readonly name: string;
}

/** Asks registries over their HTTP API (OCI distribution specification), with the credentials of Docker and Podman. */
export class RegistryClient implements ConfigurableDigests {
  readonly #environment: Environment;
  readonly #timeoutSeconds: number;
  #settings: RegistrySettings = { insecure: [] };

  constructor(environment: Environment = process.env, timeoutSeconds = TIMEOUT_SECONDS) {
    this.#environment = environment;
    this.#timeoutSeconds = timeoutSeconds;
  }

  configure(settings: RegistrySettings): void {
    this.#settings = settings;
  }

  /**
   * The current digest of the tag of an image, checked against the content.
   * @throws RegistryError with a sentence for the user; the reason of `signal`
   */
  async digestOf(image: string, signal: AbortSignal, opened: readonly string[]): Promise<string> {
    const target = targetOf(image);
    const border = await Border.around(opened);
    const limits = { signal, seconds: this.#timeoutSeconds };
    const exchange = new Exchange(this.#environment, this.#settings, limits);
    try {
      return await digestOf(target, exchange, border);
    } catch (error) {
      signal.throwIfAborted();
      if (exchange.signal.aborted && !(error instanceof RegistryError)) throw timedOut(target.host, limits.seconds);
      throw error;
    } finally {
      exchange.end();
    }
  }
}

function targetOf(image: string): Target {
  const reference = parseImageReference(qualified(image));
  const host = registryHostOf(image);
  if (!reference || host === undefined)
    throw new RegistryError(`${image} is not an image reference. Correct the image first.`);
  const { repository, tag = 'latest' } = reference;
  return { host, repository, tag, name: image.split('@', 1)[0] ?? image };
}

async function digestOf(target: Target, exchange: Exchange, border: Border): Promise<string> {
  const { host, repository, tag, name } = target;
  const { start, first } = await firstContact(host, `/v2/${repository}/manifests/${tag}`, exchange);
  if (first.status !== 401) {
    if (first.status === 200) return digestIn(first, host, name);
    throw await refusalOf(target, first, { start, exchange, found: {} });
  }
  // A challenge counts only from the registry itself: a host that it redirects to gets no credentials.
  if (first.url.origin !== start.origin) {
    throw new RegistryError(
      `${host} redirects to ${first.url.host}, which requires credentials and gets none. If you trust that registry, write its name in the image.`,
    );
  }
  const found = await findCredentials(host, repository, {
    environment: exchange.environment,
    border,
    signal: exchange.signal,
  });
  const authorization = await authorize(first, { ...target, url: start }, found, exchange);
  const answer =
    authorization === undefined ? first : await followRedirects(start, exchange, { accept: ACCEPTED, authorization });
  if (answer.status === 200) return digestIn(answer, host, name);
  throw await refusalOf(target, answer, { start, exchange, authorization, found });
}

/** Asks over TLS first, also a registry that may be insecure. */
async function firstContact(host: string, path: string, exchange: Exchange): Promise<{ start: URL; first: Followed }> {
  const start = new URL(`https://${host}${path}`);
  const plain = new URL(`http://${host}${path}`);
  try {
    return { start, first: await followRedirects(start, exchange, { accept: ACCEPTED }) };
  } catch (error) {
    if (!exchange.mayBeInsecure(plain) || !mayAnswerPlainly(error)) throw error;
  }
  return { start: plain, first: await followRedirects(plain, exchange, { accept: ACCEPTED }) };
}

interface Asked {
  readonly start: URL;
  readonly exchange: Exchange;
  readonly authorization?: string | undefined;
  readonly found: FoundCredentials;
}

/** The error for a refusal. Many registries say only that there is no manifest, so they are asked for the repository, too. */
async function refusalOf({ host, repository, name }: Target, answer: Followed, asked: Asked): Promise<RegistryError> {
  const { start, exchange, authorization, found } = asked;
  const refusal = { host, name, found };
  if (answer.status !== 404 || answer.url.origin !== start.origin) return refused(refusal, answer);
  const tags = new URL(`/v2/${repository}/tags/list?n=1`, start);
  // This only improves the message: if it fails, the other message is used.
  const list = await followRedirects(tags, exchange, { accept: ACCEPTED, authorization }).catch(() => undefined);
  return refused(refusal, list && isUnknownRepository(list) ? list : answer);
}
