import type { Challenge } from './challenge';
import { type Credentials, type FoundCredentials, toBasic } from './credentials';
import { RegistryError } from './errors';
import type { Exchange } from './exchange';
import { followRedirects } from './follow';
import type { RegistryResponse } from './http';
import { asRecord, text } from './json';
import { refused } from './refusal';

/** In UTF-16 units; no server accepts longer headers. */
const LONGEST_TOKEN = 64 * 1024;

/** What a token is needed for. */
export interface Wanted {
  readonly host: string;
  readonly repository: string;
  /** The image as it is written. */
  readonly name: string;
  /** The URL at which the registry was asked. */
  readonly url: URL;
}

/**
 * A token from the token server of a registry, for a challenge and with the user's credentials, if there are any.
 * @throws RegistryError if it gives no token, or the connection is not safe
 */
export async function askForToken(
  challenge: Challenge,
  { host, repository, name, url: registry }: Wanted,
  found: FoundCredentials,
  exchange: Exchange,
): Promise<string> {
  const { credentials } = found;
  const question = tokenQuestion(challenge, repository, credentials);
  if (!question) throw new RegistryError(`${host} names no valid token server. Ask the administrator of the registry.`);
  const { url, authorization, form } = question;
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && exchange.mayBeInsecure(url)))
    throw new RegistryError(unencrypted(host, url.host, credentials !== undefined));
  // An attacker on the network could name another token server, which would get the password.
  if (credentials && exchange.mayBeInsecure(registry) && url.hostname !== registry.hostname)
    throw new RegistryError(
      `Your credentials were not sent: ${host} is listed as insecure and names the token server ${url.host}, and an attacker on the network could have named it. Remove ${host} from the insecure registries, or log out of it.`,
    );
  const answer = await followRedirects(url, exchange, { authorization, form });
  if ([401, 403].includes(answer.status) && answer.url.origin !== url.origin) {
    throw new RegistryError(
      `The token server of ${host} (${url.host}) redirects to ${answer.url.host}, which requires credentials and gets none. Ask the administrator of the registry.`,
    );
  }
  if ([401, 403, 429].includes(answer.status)) throw refused({ host, name, found }, answer);
  if (answer.status !== 200) {
    throw new RegistryError(
      `The token server of ${host} (${url.host}) answered with status ${answer.status}. Try again later, or ask the administrator of the registry.`,
    );
  }
  return tokenOf(host, answer);
}

function unencrypted(host: string, tokenServer: string, hasCredentials: boolean): string {
  const danger = hasCredentials ? 'which would expose your credentials' : 'so an attacker could read and replace them';
  return `${host} requires tokens from ${tokenServer} over an unencrypted connection, ${danger}. If you accept that, list ${tokenServer} as an insecure registry.`;
}

interface TokenQuestion {
  readonly url: URL;
  readonly authorization?: string;
  readonly form?: URLSearchParams;
}

/** The request to a token server (distribution, "Token Authentication Specification"). */
function tokenQuestion(
  { parameters }: Challenge,
  repository: string,
  credentials: Credentials | undefined,
): TokenQuestion | undefined {
  const realm = parameters.get('realm');
  if (realm === undefined || !URL.canParse(realm)) return undefined;
  const url = new URL(realm);
  const service = parameters.get('service');
  const scope = parameters.get('scope') ?? `repository:${repository}:pull`;
  if (credentials?.identityToken !== undefined) {
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: 'sidecar-guard',
      refresh_token: credentials.identityToken,
      scope,
      ...(service !== undefined && { service }),
    });
    return { url, form };
  }
  if (service !== undefined) url.searchParams.set('service', service);
  url.searchParams.set('scope', scope);
  return { url, ...(credentials && { authorization: toBasic(credentials) }) };
}

/** The token in the answer of a token server. */
function tokenOf(host: string, { body }: RegistryResponse): string {
  try {
    const { token, access_token } = asRecord(JSON.parse(body.toString('utf8')));
    const found = text(token) || text(access_token);
    // A token must be valid in a header (RFC 6750, "b64token").
    if (found && found.length <= LONGEST_TOKEN && /^[\x21-\x7e]+$/.test(found)) return found;
  } catch {
    // The error below reports it.
  }
  throw new RegistryError(
    `The token server of ${host} answered without a token. Ask the administrator of the registry.`,
  );
}
