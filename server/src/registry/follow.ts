import { RegistryError } from './errors';
import type { Exchange } from './exchange';
import type { Answer } from './http';

const MOST_REDIRECTS = 5;
const REDIRECTS = [301, 302, 303, 307, 308];
/** What was posted is posted again by these; the others lead to something to get (RFC 9110, "Redirection 3xx"). */
const POSTED_AGAIN = [307, 308];

/** An answer, and where it is from in the end. */
export interface Followed extends Answer {
  readonly url: URL;
}

/** What goes along with a question. */
interface Sent {
  readonly accept?: string;
  /** Secret. */
  readonly authorization?: string | undefined;
  /** Sent by POST. Secret. */
  readonly form?: URLSearchParams | undefined;
}

/**
 * Asks a host, and follows it to where it leads, which other hosts get nothing secret from.
 * @throws RegistryError where it can't be followed
 */
export async function follow(start: URL, exchange: Exchange, sent: Sent): Promise<Followed> {
  const { accept, authorization } = sent;
  let { form } = sent;
  let url = start;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const isSame = url.origin === start.origin;
    if (form && !isSame) {
      throw new RegistryError(
        `${start.host} leads to ${url.host}, which gets no credentials. Ask who runs the registry.`,
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
  throw new RegistryError(
    `${start.host} leads from one address to the next and never answers. Check the image's registry.`,
  );
}

function destination(location: string, from: URL, start: URL): URL {
  const url = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw new RegistryError(`${start.host} leads to what is no address. Check the image's registry.`);
  if (start.protocol === 'https:' && url.protocol !== 'https:') {
    throw new RegistryError(
      `${start.host} leads to ${url.host} without encryption, so it was not followed. Ask who runs the registry.`,
    );
  }
  return url;
}
