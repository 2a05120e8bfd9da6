import { createHash } from 'node:crypto';
import type { ConfigurableDigests, RegistrySettings } from '../gating/digest-source';
import { parseImageReference, qualified, registryHostOf } from '../gating/image-reference';
import { basic, challengeOf, tokenOf, tokenQuestion } from './authorization';
import { type Credentials, type Environment, findCredentials } from './credentials';
import { codeOf, RegistryError, refused, timedOut, unreachable } from './errors';
import { type Answer, ask } from './http';
import { proxyFor } from './proxy';

const TIMEOUT_SECONDS = 15;
const MOST_REDIRECTS = 5;

/** Indexes first, since they stand for the image on every platform (OCI image specification, media types). */
const MEDIA_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

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
    const timeout = AbortSignal.timeout(this.#timeoutSeconds * 1000);
    const either = AbortSignal.any([signal, timeout]);
    try {
      return await this.#digestOf(target, either);
    } catch (error) {
      signal.throwIfAborted();
      if (timeout.aborted) throw timedOut(target.host, this.#timeoutSeconds);
      throw error instanceof RegistryError ? error : unreachable(target.host, error);
    }
  }

  async #digestOf(target: Target, signal: AbortSignal): Promise<string> {
    const { host, repository, tag, name } = target;
    const isInsecure = this.#settings.insecure.includes(host);
    const path = `${host}/v2/${repository}/manifests/${tag}`;
    let url = new URL(`https://${path}`);
    let first = await this.#get(url, undefined, isInsecure, signal).catch((error: unknown) => {
      if (!isInsecure || signal.aborted || !speaksNoTls(error)) throw error;
      return undefined;
    });
    if (!first) {
      url = new URL(`http://${path}`);
      first = await this.#get(url, undefined, isInsecure, signal);
    }
    if (first.status !== 401) return digestIn(first, host, name);

    const credentials = await findCredentials(host, repository, this.#environment, signal);
    const authorization = await this.#authorize(first, target, credentials, isInsecure, signal);
    const answer = authorization === undefined ? first : await this.#get(url, authorization, isInsecure, signal);
    return digestIn(answer, host, name, credentials?.source);
  }

  /** What to show to a registry that asks for it. */
  async #authorize(
    { headers }: Answer,
    { host, repository, name }: Target,
    credentials: Credentials | undefined,
    isInsecure: boolean,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const challenge = challengeOf(headers['www-authenticate']);
    if (!challenge) return undefined;
    if (challenge.scheme === 'basic') return credentials && basic(credentials);
    const question = tokenQuestion(challenge, repository, credentials);
    if (!question)
      throw new RegistryError(`${host} names no token server that can be asked. Is the registry set up right?`);
    const { protocol, host: server } = question.url;
    if (protocol !== 'https:' && server !== host && !this.#settings.insecure.includes(server)) {
      throw new RegistryError(
        `${host} wants its tokens to be asked for without encryption at ${server}, which would show your credentials. List ${server} among the insecure registries if that is meant.`,
      );
    }
    const proxy = this.#proxyFor(question.url);
    const answer = await ask({ ...question, isInsecure, proxy, signal });
    if (answer.status !== 200) throw refused(host, name, answer, credentials?.source);
    return `Bearer ${tokenOf(host, answer)}`;
  }

  #proxyFor(url: URL): string | undefined {
    return proxyFor(url, this.#environment, this.#settings.proxy);
  }

  /** Follows redirects, which other hosts get nothing secret from. */
  async #get(start: URL, authorization: string | undefined, isInsecure: boolean, signal: AbortSignal): Promise<Answer> {
    let url = start;
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      const isSame = url.origin === start.origin;
      const headers = { accept: MEDIA_TYPES.join(', '), ...(authorization && isSame && { authorization }) };
      const answer = await ask({ url, headers, isInsecure: isInsecure && isSame, proxy: this.#proxyFor(url), signal });
      const { location } = answer.headers;
      if (answer.status < 300 || answer.status >= 400 || location === undefined) return answer;
      url = new URL(location, url);
      if (start.protocol === 'https:' && url.protocol !== 'https:')
        throw new RegistryError(`${start.host} leads to ${url.host} without encryption, so it was not followed.`);
    }
    throw new RegistryError(`${start.host} leads from one address to the next and never answers.`);
  }
}

function targetOf(image: string): Target {
  const reference = parseImageReference(qualified(image));
  const host = registryHostOf(image);
  if (!reference || host === undefined) throw new RegistryError(`${image} is no image reference. Correct it first.`);
  const { repository, tag = 'latest' } = reference;
  return { host, repository, tag, name: image.replace(/@.*$/, '') };
}

/** The digest of the manifest in an answer. What a registry says of it counts only if it is true. */
function digestIn(answer: Answer, host: string, name: string, credentials?: string): string {
  if (answer.status !== 200) throw refused(host, name, answer, credentials);
  const type = String(answer.headers['content-type'] ?? '').split(';', 1)[0] ?? '';
  if (!MEDIA_TYPES.includes(type)) {
    throw new RegistryError(
      `${host} has no manifest for ${name} that can be pinned (${type || 'no type'}). Push the image anew with a current tool.`,
    );
  }
  const digest = `sha256:${createHash('sha256').update(answer.body).digest('hex')}`;
  const claimed = answer.headers['docker-content-digest'];
  // Other algorithms are rare, and can't be compared with what was computed.
  if (claimed !== undefined && String(claimed).startsWith('sha256:') && claimed !== digest) {
    throw new RegistryError(
      `${host} says that ${name} is ${String(claimed)}, but its content is ${digest}: it was refused. The registry, or something on the way to it, can't be trusted.`,
    );
  }
  return digest;
}

function speaksNoTls(error: unknown): boolean {
  return ['EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ECONNRESET', 'ERR_SSL_PACKET_LENGTH_TOO_LONG'].includes(
    codeOf(error),
  );
}
