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

const PARTS = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?([^?#]*)(?:\?([^#]*))?(?:#.*)?$/s;
const AUTHORITY = /^\/\/([^/]*)(.*)$/s;
const HOST = /^(?:[^@]*@)?((?:\[[0-9a-fA-F:.%]+\]|[\w.~!$&'()*+,;=%\u0080-\uffff"<>-]*)(?::\d*)?)$/;

function read(text: string): Url | undefined {
  const [, scheme = '', rest = '', query = ''] = PARTS.exec(text) ?? [];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Go refuses them.
  if (text === '' || /[\x00-\x1f\x7f]/.test(text)) return undefined;
  // What follows a scheme without "/" is not read any further: `mailto:a@b.c`.
  if (!rest.startsWith('/')) return scheme === '' ? undefined : new Url(text, scheme.toLowerCase(), '', '', query);
  const [, authority, path = ''] = (scheme !== '' && AUTHORITY.exec(rest)) || [undefined, undefined, rest];
  if (/%(?![0-9a-fA-F]{2})/.test(path)) return undefined;
  const host = authority === undefined ? '' : HOST.exec(authority)?.[1];
  if (host !== undefined && /%(?!25|[89a-fA-F][0-9a-fA-F])/.test(host)) return undefined;
  return host === undefined ? undefined : new Url(text, scheme.toLowerCase(), host, path, query);
}

/** Whether a text is a URL for a request, or a path that starts with "/". */
export function isUrl(text: string): boolean {
  return read(text) !== undefined;
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

/** A path stays as it is written if all its characters may be in a path; otherwise Go writes it anew. */
function escaped(path: string): string {
  if (/^[\w.~!$&'()*+,;=:@/[\]%-]*$/.test(path)) return path;
  const bytes = new TextEncoder().encode(path);
  const made: string[] = [];
  for (let index = 0; index < bytes.length; index++) {
    const isEscape = bytes[index] === PERCENT;
    const byte = isEscape ? Number.parseInt(text(bytes, index + 1, index + 3), 16) : (bytes[index] ?? 0);
    if (isEscape) index += 2;
    const character = String.fromCharCode(byte);
    const stays = /[\w.~$&+,/:;=@-]/.test(character);
    made.push(stays ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`);
  }
  return made.join('');
}

const PERCENT = 0x25;

function text(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.slice(from, to));
}

/** The URLs of Kubernetes ("URL library"). */
export const URLS: readonly DeclaredFunction[] = [
  ...globals({
    'url(string): kubernetes.URL': url,
    'isURL(string): bool': isUrl,
  }),
  ...members({
    'getScheme(kubernetes.URL): string': ({ scheme }: Url) => scheme,
    'getHost(kubernetes.URL): string': ({ host }: Url) => host,
    'getHostname(kubernetes.URL): string': ({ hostname }: Url) => hostname,
    'getPort(kubernetes.URL): string': ({ port }: Url) => port,
    'getEscapedPath(kubernetes.URL): string': ({ path }: Url) => escaped(path),
    'getQuery(kubernetes.URL): map<string, list<string>>': queryOf,
  }),
];
