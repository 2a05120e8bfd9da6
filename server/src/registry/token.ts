import type { Challenge } from './challenge';
import { type Credentials, type FoundCredentials, toBasic } from './credentials';
import { RegistryError } from './errors';
import type { Exchange } from './exchange';
import { follow } from './follow';
import type { Answer } from './http';
import { asRecord, text } from './json';
import { refused } from './refusal';

/** For what a token is wanted. */
export interface Wanted {
  readonly host: string;
  readonly repository: string;
  /** The image as it is written. */
  readonly name: string;
}

/**
 * The token that a registry's token server gives for a challenge and a user's credentials, or to everybody.
 * @throws RegistryError where it gives none, or could be listened to
 */
export async function askForToken(
  challenge: Challenge,
  { host, repository, name }: Wanted,
  found: FoundCredentials,
  exchange: Exchange,
): Promise<string> {
  const { credentials } = found;
  const question = tokenQuestion(challenge, repository, credentials);
  if (!question) throw new RegistryError(`${host} names no token server that can be asked. Ask who runs the registry.`);
  const { url, authorization, form } = question;
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && exchange.mayBeInsecure(url)))
    throw new RegistryError(unencrypted(host, url.host, credentials !== undefined));
  const answer = await follow(url, exchange, { authorization, form });
  if ([401, 403].includes(answer.status) && answer.url.origin !== url.origin) {
    throw new RegistryError(
      `The token server of ${host} (${url.host}) leads to ${answer.url.host}, which wants credentials; it gets none. Ask who runs the registry.`,
    );
  }
  if ([401, 403, 429].includes(answer.status)) throw refused({ host, name, found }, answer);
  if (answer.status !== 200) {
    throw new RegistryError(
      `The token server of ${host} (${url.host}) answered with status ${answer.status}. Try again later, or ask who runs the registry.`,
    );
  }
  return tokenOf(host, answer);
}

function unencrypted(host: string, tokenServer: string, hasCredentials: boolean): string {
  const danger = hasCredentials ? 'which would show your credentials' : 'where others could read and replace them';
  return `${host} wants its tokens to be asked for without encryption at ${tokenServer}, ${danger}. List ${tokenServer} among the insecure registries if that is meant.`;
}

interface TokenQuestion {
  readonly url: URL;
  readonly authorization?: string;
  readonly form?: URLSearchParams;
}

/** How a token server is asked (distribution, "Token Authentication Specification"). */
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

/** The token in a token server's answer. */
function tokenOf(host: string, { body }: Answer): string {
  try {
    const { token, access_token } = asRecord(JSON.parse(body.toString('utf8')));
    const found = text(token) || text(access_token);
    // What can't stand in a header is no token (RFC 6750, "b64token").
    if (found && /^[\x21-\x7e]+$/.test(found)) return found;
  } catch {
    // The sentence below says it.
  }
  throw new RegistryError(`The token server of ${host} answered without a token. Ask who runs the registry.`);
}
