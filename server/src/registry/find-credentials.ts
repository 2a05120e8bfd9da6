import { own } from '../text/own';
import { credentialFiles, readCredentialFile } from './credential-files';
import { askHelper, type HelperSurroundings } from './credential-helper';
import type { Credentials, FoundCredentials } from './credentials';
import { RegistryError } from './errors';
import { asRecord, text } from './json';

/** What Docker Hub is called in Docker's own file; by the first one, Docker asks helpers. */
const DOCKER_HUB_KEYS = ['https://index.docker.io/v1/', 'index.docker.io', 'docker.io', 'registry-1.docker.io'];

/**
 * The credentials of Docker or Podman for a repository: from a helper, else from the file itself. As in Docker, a helper
 * that fails and a file that can't be read count as empty: a public image needs no credentials.
 * @param host of the request, with its port
 * @param surroundings files inside the border do not count: a repository must not decide which host gets credentials
 * @throws RegistryError if the signal is aborted meanwhile
 */
export async function findCredentials(
  host: string,
  repository: string,
  surroundings: HelperSurroundings,
): Promise<FoundCredentials> {
  const { environment, border, signal } = surroundings;
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
    const file = await unlessItFails(readCredentialFile(path, border));
    if (!file) continue;
    const helper = helperFor(file, keys);
    const ofHelper = helper && (await unlessItFails(askHelper(helper.name, helper.key, surroundings)));
    const credentials = ofHelper ?? writtenIn(file, path, keys);
    if (credentials) return { credentials, ...(problem !== undefined && { problem }) };
  }
  return { ...(problem !== undefined && { problem }) };
}

interface Keys {
  /** The keys for credentials, the narrowest first: Podman also has credentials for parts of a registry. */
  readonly all: readonly string[];
  /** The keys by which Docker asks a credential store. */
  readonly forStore: string;
}

function keysFor(host: string, repository: string): Keys {
  const isHub = host === 'registry-1.docker.io';
  const schemes = ['https://', 'http://'].flatMap((scheme) =>
    ['', '/', '/v1/', '/v2/'].map((end) => scheme + host + end),
  );
  const names = isHub ? DOCKER_HUB_KEYS : [host, ...schemes];
  const parts = repository.split('/');
  const paths = parts.map(
    (_, index) => `${isHub ? 'docker.io' : host}/${parts.slice(0, parts.length - index).join('/')}`,
  );
  return { all: [...paths, ...names], forStore: names[0] ?? host };
}

/** The helper that a file names for a registry, and the key to ask it for. */
function helperFor(file: Record<string, unknown>, keys: Keys): { name: string; key: string } | undefined {
  const helpers = asRecord(file.credHelpers);
  for (const key of keys.all) {
    const name = text(own(helpers, key));
    if (name) return { name, key };
  }
  const name = text(file.credsStore);
  if (!name) return undefined;
  // The file lists the keys that Docker has put into the store, without the secrets. Other stores have no such list.
  const auths = asRecord(file.auths);
  return { name, key: keys.all.find((candidate) => Object.hasOwn(auths, candidate)) ?? keys.forStore };
}

function writtenIn(file: Record<string, unknown>, path: string, keys: Keys): Credentials | undefined {
  const auths = asRecord(file.auths);
  for (const key of keys.all) {
    const entry = asRecord(own(auths, key));
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
  const plain = Buffer.from(auth, 'base64').toString('utf8');
  const colon = plain.indexOf(':');
  if (colon === -1) return undefined;
  let end = plain.length;
  while (plain[end - 1] === '\0') end--;
  return [plain.slice(0, colon), plain.slice(colon + 1, end)];
}
