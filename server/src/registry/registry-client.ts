import type { ConfigurableDigests, RegistrySettings } from '../gating/digest-source';
import { parseImageReference, qualified, registryHostOf } from '../gating/image-reference';
import { authorize } from './authorization';
import type { Environment } from './credential-files';
import { type FoundCredentials, findCredentials } from './credentials';
import { mayAnswerPlainly, RegistryError, timedOut } from './errors';
import { Exchange } from './exchange';
import { type Followed, follow } from './follow';
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

/** Asks registries over their HTTP API (OCI distribution specification). Credentials are Docker's and Podman's. */
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
   * The digest that an image's tag has now, of content that was checked against it.
   * @throws RegistryError with a sentence for the user; what `signal` was aborted with
   */
  async digestOf(image: string, signal: AbortSignal): Promise<string> {
    const target = targetOf(image);
    const limits = { signal, seconds: this.#timeoutSeconds };
    const exchange = new Exchange(this.#environment, this.#settings, limits);
    try {
      return await digestOf(target, exchange);
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
  if (!reference || host === undefined) throw new RegistryError(`${image} is no image reference. Correct it first.`);
  const { repository, tag = 'latest' } = reference;
  return { host, repository, tag, name: image.replace(/@.*$/, '') };
}

async function digestOf(target: Target, exchange: Exchange): Promise<string> {
  const { host, repository, tag, name } = target;
  const { start, first } = await firstContact(host, `/v2/${repository}/manifests/${tag}`, exchange);
  if (first.status !== 401) {
    if (first.status === 200) return digestIn(first, host, name);
    throw await refusalOf(target, first, { start, exchange, found: {} });
  }
  // A challenge counts only from the registry itself: whoever it leads to gets no credentials, and names no token server.
  if (first.url.origin !== start.origin) {
    throw new RegistryError(
      `${host} leads to ${first.url.host}, which wants credentials; it gets none. Write the image with the name of that registry if that is meant.`,
    );
  }
  const found = await findCredentials(host, repository, exchange.environment, exchange.signal);
  const authorization = await authorize(first, target, found, exchange);
  const answer =
    authorization === undefined ? first : await follow(start, exchange, { accept: ACCEPTED, authorization });
  if (answer.status === 200) return digestIn(answer, host, name);
  throw await refusalOf(target, answer, { start, exchange, authorization, found });
}

/** Registries that may be insecure are asked over TLS first, too. */
async function firstContact(host: string, path: string, exchange: Exchange): Promise<{ start: URL; first: Followed }> {
  const start = new URL(`https://${host}${path}`);
  const plain = new URL(`http://${host}${path}`);
  try {
    return { start, first: await follow(start, exchange, { accept: ACCEPTED }) };
  } catch (error) {
    if (!exchange.mayBeInsecure(plain) || !mayAnswerPlainly(error)) throw error;
  }
  return { start: plain, first: await follow(plain, exchange, { accept: ACCEPTED }) };
}

interface Asked {
  readonly start: URL;
  readonly exchange: Exchange;
  readonly authorization?: string | undefined;
  readonly found: FoundCredentials;
}

/** What a refusal means. Many registries say only that there is no manifest, so they are asked for the repository. */
async function refusalOf({ host, repository, name }: Target, answer: Followed, asked: Asked): Promise<RegistryError> {
  const { start, exchange, authorization, found } = asked;
  const refusal = { host, name, found };
  if (answer.status !== 404 || answer.url.origin !== start.origin) return refused(refusal, answer);
  const tags = new URL(`/v2/${repository}/tags/list?n=1`, start);
  // It is only for a better sentence: if it fails, the other one will do.
  const list = await follow(tags, exchange, { accept: ACCEPTED, authorization }).catch(() => undefined);
  return refused(refusal, list && isUnknownRepository(list) ? list : answer);
}
