import { Failure, Opaque } from '../values';
import { type DeclaredFunction, globals, members } from './overload';

/** A URL as Go reads it, which other than browsers does not mend anything. */
class Url extends Opaque {
  readonly type = 'kubernetes.URL';
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
  readonly #text: string;

  constructor(text: string, scheme: string, host: string, path: string, query: string) {
    super();
    this.#text = text;
    this.scheme = scheme;
    this.host = host;
    this.path = path;
    this.query = query;
  }

  equals(other: Opaque): boolean {
    return other instanceof Url && other.#text === this.#text;
  }

  get port(): string {
    return /:(\d*)$/.exec(this.host)?.[1] ?? '';
  }

  get hostname(): string {
    return this.host.replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1');
  }
}

const PARTS = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#.*)?$/s;
const HOST = /^(?:[^@]*@)?((?:\[[0-9a-fA-F:.%]+\]|[\w.~!$&'()*+,;=%\u0080-\uffff"<>-]*)(?::\d*)?)$/;

function read(text: string): Url | undefined {
  const [, scheme = '', authority, path = '', query = ''] = PARTS.exec(text) ?? [];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Go refuses them.
  if (text === '' || /[\x00-\x1f\x7f]/.test(text) || /%(?![0-9a-fA-F]{2})/.test(path)) return undefined;
  if (scheme === '' && !text.startsWith('/')) return undefined;
  const host = authority === undefined ? '' : HOST.exec(authority)?.[1];
  return host === undefined ? undefined : new Url(text, scheme.toLowerCase(), host, path, query);
}

function url(text: string): Url {
  const found = read(text);
  if (!found)
    throw new Failure(`URL parse error during conversion from string: parse "${text}": invalid URI for request`);
  return found;
}

function queryOf({ query }: Url): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [key, value] of new URLSearchParams(query)) found.set(key, [...(found.get(key) ?? []), value]);
  return found;
}

/** The URLs of Kubernetes ("URL library"). */
export const URLS: readonly DeclaredFunction[] = [
  ...globals({
    'url(string): kubernetes.URL': url,
    'isURL(string): bool': (text: string) => read(text) !== undefined,
  }),
  ...members({
    'getScheme(kubernetes.URL): string': ({ scheme }: Url) => scheme,
    'getHost(kubernetes.URL): string': ({ host }: Url) => host,
    'getHostname(kubernetes.URL): string': ({ hostname }: Url) => hostname,
    'getPort(kubernetes.URL): string': ({ port }: Url) => port,
    'getEscapedPath(kubernetes.URL): string': ({ path }: Url) => path.replaceAll(' ', '%20'),
    'getQuery(kubernetes.URL): map<string, list<string>>': queryOf,
  }),
];
