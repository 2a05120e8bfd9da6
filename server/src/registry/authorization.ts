import { type Challenge, challengesIn } from './challenge';
import { type Credentials, type FoundCredentials, toBasic } from './credentials';
import { RegistryError } from './errors';
import type { Exchange } from './exchange';
import type { Answer } from './http';
import { login } from './refusal';
import { askForToken, type Wanted } from './token';

/**
 * What to show to a registry that asks for it: the password, or a token that its token server gives for it.
 * `undefined` where there is no password to show.
 * @throws RegistryError where it asks for what there is not, where its token server gives none, or could be listened to
 */
export async function authorize(
  { headers }: Answer,
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
  // Docker has both where it was logged in to with a token: a user's name, and no password.
  if (credentials.identityToken === undefined || credentials.password !== '') return toBasic(credentials);
  throw new RegistryError(
    `${host} wants a user and a password for ${name}, but ${credentials.source} has only an identity token for it, which was not sent. Log in with a password or an access token (${login(host)}).`,
  );
}

function notUnderstood({ host, name }: Wanted, challenges: readonly Challenge[]): string {
  const schemes = [...new Set(challenges.map(({ scheme }) => scheme))].join(', ').slice(0, 100);
  return schemes === ''
    ? `${host} wants credentials for ${name}, but does not say of which kind. Is it a registry?`
    : `${host} wants ${schemes} for ${name}, but only Basic and Bearer are understood here. Ask who runs the registry for a way to log in with a password or a token.`;
}
