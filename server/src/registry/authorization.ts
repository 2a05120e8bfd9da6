import { type Challenge, challengesIn } from './challenge';
import { type Credentials, type FoundCredentials, toBasic } from './credentials';
import { RegistryError } from './errors';
import type { Exchange } from './exchange';
import type { RegistryResponse } from './http';
import { login } from './refusal';
import { askForToken, type Wanted } from './token';

/**
 * The header for a registry that requires credentials: the password, or a token from its token server.
 * `undefined` if there is no password.
 * @throws RegistryError if the scheme is not supported, the token server gives no token, or the connection is not safe
 */
export async function authorize(
  { headers }: RegistryResponse,
  wanted: Wanted,
  found: FoundCredentials,
  exchange: Exchange,
): Promise<string | undefined> {
  const challenges = challengesIn(headers['www-authenticate'] ?? '');
  const by = (scheme: string): Challenge | undefined =>
    challenges.find((challenge) => challenge.scheme.toLowerCase() === scheme);
  const bearer = by('bearer');
  if (bearer) return `Bearer ${await askForToken(bearer, wanted, found, exchange)}`;
  if (by('basic')) return found.credentials && passwordOf(found.credentials, wanted);
  throw new RegistryError(notUnderstood(wanted, challenges));
}

function passwordOf(credentials: Credentials, { host, name }: Wanted): string {
  // After a login with a token, Docker has an identity token and a user name without a password.
  if (credentials.identityToken === undefined || credentials.password !== '') return toBasic(credentials);
  throw new RegistryError(
    `${host} requires a user and a password for ${name}, but ${credentials.source} has only an identity token, which was not sent. Log in with a password or an access token (${login(host)}).`,
  );
}

function notUnderstood({ host, name }: Wanted, challenges: readonly Challenge[]): string {
  const schemes = [...new Set(challenges.map(({ scheme }) => scheme))].join(', ').slice(0, 100);
  return schemes === ''
    ? `${host} requires credentials for ${name}, but does not name an authentication scheme. Check that it is a registry.`
    : `${host} requires ${schemes} for ${name}, but only Basic and Bearer are supported. Ask the administrator of the registry how to log in with a password or a token.`;
}
