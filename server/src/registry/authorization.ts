import type { Credentials } from './credentials';
import { RegistryError } from './errors';
import type { Answer } from './http';

/** What a registry asks for before it shows something (RFC 9110, "WWW-Authenticate"). */
export interface Challenge {
  readonly scheme: 'basic' | 'bearer';
  readonly parameters: ReadonlyMap<string, string>;
}

/** The challenge of a header that we can meet; a token before a password. */
export function challengeOf(header: string | undefined): Challenge | undefined {
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

export function basic({ user, password }: Credentials): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** How a token server is asked (distribution, "Token Authentication Specification"). */
export function tokenQuestion(
  { parameters }: Challenge,
  repository: string,
  credentials: Credentials | undefined,
): { url: URL; headers: Record<string, string>; form?: URLSearchParams } | undefined {
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
export function tokenOf(host: string, { body }: Answer): string {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'));
    const { token, access_token } = (typeof parsed === 'object' && parsed !== null ? parsed : {}) as Record<
      string,
      unknown
    >;
    const found = token ?? access_token;
    if (typeof found === 'string' && found !== '') return found;
  } catch {
    // The sentence below says it.
  }
  throw new RegistryError(`The token server of ${host} answered without a token. Is the registry set up right?`);
}
