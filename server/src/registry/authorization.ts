import type { Credentials, FoundCredentials } from './credentials';
import { RegistryError } from './errors';
import type { Exchange } from './exchange';
import type { Answer } from './http';
import { asRecord, text } from './json';
import { refused } from './refusal';

interface Wanted {
  readonly host: string;
  readonly repository: string;
  /** The image as it is written. */
  readonly name: string;
}

/**
 * What to show to a registry that asks for it: the password, or a token that its token server gives for it.
 * `undefined` where there is nothing that it would take.
 * @throws RegistryError where the token server gives none, or could be listened to
 */
export async function authorize(
  { headers }: Answer,
  { host, repository, name }: Wanted,
  found: FoundCredentials,
  exchange: Exchange,
): Promise<string | undefined> {
  const { credentials } = found;
  const challenge = challengeOf(headers['www-authenticate']);
  if (!challenge) return undefined;
  if (challenge.scheme === 'basic') return credentials && basic(credentials);
  const question = tokenQuestion(challenge, repository, credentials);
  if (!question) throw new RegistryError(`${host} names no token server that can be asked. Ask who runs the registry.`);
  const { url } = question;
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && exchange.mayBeInsecure(url))) {
    throw new RegistryError(
      `${host} wants its tokens to be asked for without encryption at ${url.host}, which would show your credentials. List ${url.host} among the insecure registries if that is meant.`,
    );
  }
  const answer = await exchange.ask(url, question.headers, question.form);
  if ([401, 403, 429].includes(answer.status)) throw refused({ host, name, found }, answer);
  if (answer.status !== 200) {
    throw new RegistryError(
      `The token server of ${host} (${url.host}) answered with status ${answer.status}. Try again later, or ask who runs the registry.`,
    );
  }
  return `Bearer ${tokenOf(host, answer)}`;
}

/** What a registry asks for before it shows something (RFC 9110, "WWW-Authenticate"). */
interface Challenge {
  readonly scheme: 'basic' | 'bearer';
  readonly parameters: ReadonlyMap<string, string>;
}

/** The challenge of a header that we can meet; a token before a password. */
function challengeOf(header: string | undefined): Challenge | undefined {
  const found = [
    ...(header ?? '').matchAll(/(?:^|,\s*)(Basic|Bearer)\s+((?:[^",]|"[^"]*"|,(?!\s*(?:Basic|Bearer)\s))*)/gi),
  ];
  const challenges = found.map(([, scheme = '', rest = '']): Challenge => {
    const parameters = [...rest.matchAll(/(\w+)\s*=\s*(?:"([^"]*)"|([^\s,]+))/g)];
    return {
      scheme: scheme.toLowerCase() === 'bearer' ? 'bearer' : 'basic',
      parameters: new Map(parameters.map(([, key = '', quoted, plain]) => [key.toLowerCase(), quoted ?? plain ?? ''])),
    };
  });
  return challenges.find(({ scheme }) => scheme === 'bearer') ?? challenges[0];
}

function basic({ user, password }: Credentials): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

interface TokenQuestion {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
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
    return { url, headers: {}, form };
  }
  if (service !== undefined) url.searchParams.set('service', service);
  url.searchParams.set('scope', scope);
  return { url, headers: credentials ? { authorization: basic(credentials) } : {} };
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
