import { dirname } from 'node:path';
import { credentialFiles, type Environment, readCredentialFile } from './credential-files';
import { askHelper } from './credential-helper';
import { RegistryError } from './errors';
import { asRecord, text } from './json';

/** What a user may show to a registry. Never to be shown to anybody else. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
  /** Shown to the registry's token server in the password's place. */
  readonly identityToken?: string;
  /** Where they are from, to be named in messages. */
  readonly source: string;
}

/** A user and a password as the header "Authorization" has them (RFC 7617). */
export function toBasic({ user, password }: Pick<Credentials, 'user' | 'password'>): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** What Docker Hub is called in Docker's own file; by the first one, Docker asks helpers. */
const DOCKER_HUB_KEYS = ['https://index.docker.io/v1/', 'index.docker.io', 'docker.io', 'registry-1.docker.io'];

export interface FoundCredentials {
  readonly credentials?: Credentials;
  /** What kept others from being found, and what to do: for whoever is refused. */
  readonly problem?: string;
}

/**
 * The credentials for a repository that Docker or Podman have: of a helper, else of the file itself. As with Docker, a
 * helper that fails and a file that can't be read count as having none: what is shown to everybody needs none.
 * @param host as it is asked, with its port
 * @throws RegistryError where `signal` is aborted meanwhile
 */
export async function findCredentials(
  host: string,
  repository: string,
  environment: Environment,
  signal: AbortSignal,
): Promise<FoundCredentials> {
  const keys = keysFor(host, repository);
  let problem: string | undefined;
  const unlessItFails = async <T>(looking: Promise<T>): Promise<T | undefined> => {
    try {
      return await looking;
    } catch (error) {
      if (signal.aborted || !(error instanceof RegistryError)) throw error;
      problem ??= error.message;
      return undefined;
    }
  };
  for (const path of credentialFiles(environment)) {
    const file = await unlessItFails(readCredentialFile(path));
    if (!file) continue;
    const helper = helperFor(file, keys);
    // Helpers start in a folder that is not the workspace's: on Windows, programs are looked for there, too.
    const surroundings = { environment, signal, folder: dirname(path) };
    const ofHelper = helper && (await unlessItFails(askHelper(helper.name, helper.key, surroundings)));
    const credentials = ofHelper ?? writtenIn(file, path, keys);
    if (credentials) return { credentials, ...(problem !== undefined && { problem }) };
  }
  return { ...(problem !== undefined && { problem }) };
}

interface Keys {
  /** Under which credentials may be kept, the narrowest first: Podman also has them for parts of a registry. */
  readonly all: readonly string[];
  /** By which Docker asks a store. */
  readonly forStore: string;
}

function keysFor(host: string, repository: string): Keys {
  const isHub = host === 'registry-1.docker.io';
  const schemes = ['https://', 'http://'].flatMap((scheme) =>
    ['', '/', '/v1/', '/v2/'].map((end) => scheme + host + end),
  );
  const names = isHub ? DOCKER_HUB_KEYS : [host, ...schemes];
  const parts = repository.split('/');
  const paths = parts.map((_, at) => `${isHub ? 'docker.io' : host}/${parts.slice(0, parts.length - at).join('/')}`);
  return { all: [...paths, ...names], forStore: names[0] ?? host };
}

/** The helper that a file names for a registry, and by which key it is asked. */
function helperFor(file: Record<string, unknown>, keys: Keys): { name: string; key: string } | undefined {
  const helpers = asRecord(file.credHelpers);
  for (const key of keys.all) {
    const name = text(helpers[key]);
    if (name) return { name, key };
  }
  const name = text(file.credsStore);
  if (!name) return undefined;
  // The file lists, without the secrets, what Docker has put into the store; other stores know without a list.
  const auths = asRecord(file.auths);
  return { name, key: keys.all.find((candidate) => Object.hasOwn(auths, candidate)) ?? keys.forStore };
}

function writtenIn(file: Record<string, unknown>, path: string, keys: Keys): Credentials | undefined {
  const auths = asRecord(file.auths);
  for (const key of keys.all) {
    const entry = asRecord(auths[key]);
    const identityToken = text(entry.identitytoken);
    const [user, password] = decode(text(entry.auth)) ?? [text(entry.username), text(entry.password)];
    if (!identityToken && (user === undefined || password === undefined)) continue;
    return { user: user ?? '', password: password ?? '', source: path, ...(identityToken && { identityToken }) };
  }
  return undefined;
}

/** `user:password` in base 64, as Docker writes it. */
function decode(auth: string | undefined): [string, string] | undefined {
  if (!auth) return undefined;
  const plain = Buffer.from(auth, 'base64').toString('utf8').replace(/\0+$/, '');
  const colon = plain.indexOf(':');
  return colon === -1 ? undefined : [plain.slice(0, colon), plain.slice(colon + 1)];
}
