import { RegistryError } from './errors';
import type { Exchange } from './exchange';
import type { RegistryResponse } from './http';

const MOST_REDIRECTS = 5;
const REDIRECTS = [301, 302, 303, 307, 308];
/** Redirects that repeat a POST; the others change to GET (RFC 9110, "Redirection 3xx"). */
const POSTED_AGAIN = [307, 308];

/** An answer, and the URL that gave it. */
export interface Followed extends RegistryResponse {
  readonly url: URL;
}

/** What is sent with a request. */
interface Sent {
  readonly accept?: string;
  /** Secret. */
  readonly authorization?: string | undefined;
  /** Sent by POST. Secret. */
  readonly form?: URLSearchParams | undefined;
}

/**
 * Asks a host, and follows its redirects. Other hosts get no secrets.
 * @throws RegistryError if a redirect can't be followed
 */
export async function followRedirects(start: URL, exchange: Exchange, sent: Sent): Promise<Followed> {
  const { accept, authorization } = sent;
  let { form } = sent;
  let url = start;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const isSame = url.origin === start.origin;
    if (form && !isSame) {
      throw new RegistryError(
        `${start.host} redirects to ${url.host}, which gets no credentials. Ask the administrator of the registry.`,
      );
    }
    const headers = {
      ...(accept !== undefined && { accept }),
      ...(authorization !== undefined && isSame && { authorization }),
    };
    const answer = await exchange.ask(url, headers, form);
    const { location } = answer.headers;
    if (!REDIRECTS.includes(answer.status) || location === undefined) return { ...answer, url };
    url = destination(location, url, start);
    if (!POSTED_AGAIN.includes(answer.status)) form = undefined;
  }
  throw new RegistryError(`${start.host} redirects too often and never answers. Check the image's registry.`);
}

function destination(location: string, from: URL, start: URL): URL {
  const url = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw new RegistryError(`${start.host} redirects to an invalid address. Check the image's registry.`);
  if (start.protocol === 'https:' && url.protocol !== 'https:') {
    throw new RegistryError(
      `${start.host} redirects to ${url.host} without encryption, so the redirect was not followed. Ask the administrator of the registry.`,
    );
  }
  return url;
}
