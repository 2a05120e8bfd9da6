import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { codeOf, RegistryError } from './errors';

/** What a user may show to a registry. Never to be shown to anybody else. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
  /** Shown to the registry's token server in the password's place. */
  readonly identityToken?: string;
  /** Where they are from, to be named in messages. */
  readonly source: string;
}

/** What Docker Hub is called in Docker's own file. */
const DOCKER_HUB_KEYS = ['https://index.docker.io/v1/', 'index.docker.io', 'docker.io', 'registry-1.docker.io'];
const HELPER_NAME = /^[\w.-]+$/;
const HELPER_TIMEOUT_MS = 10_000;

/** The environment in which files and helpers are looked for. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The credentials for a repository that Docker or Podman have: of a helper, else of the file itself.
 * @param host as it is asked, with its port
 * @throws RegistryError where a file can't be understood or a helper fails
 */
export async function findCredentials(
  host: string,
  repository: string,
  environment: Environment,
  signal: AbortSignal,
): Promise<Credentials | undefined> {
  for (const path of pathsOf(environment)) {
    const file = await readConfiguration(path);
    const found = file && (await fromFile(file, path, keysFor(host, repository), environment, signal));
    if (found) return found;
  }
  return undefined;
}

function pathsOf(environment: Environment): string[] {
  const { REGISTRY_AUTH_FILE, XDG_RUNTIME_DIR, DOCKER_CONFIG, HOME = homedir() } = environment;
  return [
    ...(REGISTRY_AUTH_FILE ? [REGISTRY_AUTH_FILE] : []),
    join(DOCKER_CONFIG || join(HOME, '.docker'), 'config.json'),
    ...(XDG_RUNTIME_DIR ? [join(XDG_RUNTIME_DIR, 'containers', 'auth.json')] : []),
  ];
}

/** The keys under which credentials may be kept, the narrowest first: Podman also has them for parts of a registry. */
function keysFor(host: string, repository: string): string[] {
  const isHub = host === 'registry-1.docker.io';
  const names = isHub ? DOCKER_HUB_KEYS : [host, `https://${host}`, `https://${host}/v1/`, `https://${host}/v2/`];
  const parts = repository.split('/');
  const paths = parts.map((_, at) => `${isHub ? 'docker.io' : host}/${parts.slice(0, parts.length - at).join('/')}`);
  return [...paths, ...names];
}

async function readConfiguration(path: string): Promise<Record<string, unknown> | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return undefined;
    throw new RegistryError(
      `The credentials in ${path} can't be read (${codeOf(error)}). Check who may read the file.`,
    );
  }
  try {
    return asRecord(JSON.parse(text));
  } catch {
    // The parser's message quotes the file.
    throw new RegistryError(`The credentials in ${path} can't be read: it is not JSON. Correct the file.`);
  }
}

async function fromFile(
  file: Record<string, unknown>,
  path: string,
  keys: readonly string[],
  environment: Environment,
  signal: AbortSignal,
): Promise<Credentials | undefined> {
  const helpers = asRecord(file.credHelpers);
  const auths = asRecord(file.auths);
  for (const key of keys) {
    const helper = text(helpers[key]);
    if (helper !== undefined) return askHelper(helper, key, environment, signal);
  }
  const store = text(file.credsStore);
  if (store) {
    // The store is asked for what Docker has put there, which the file lists without the secrets.
    const key = keys.find((candidate) => candidate in auths) ?? keys.at(-1);
    const found = key === undefined ? undefined : await askHelper(store, key, environment, signal);
    if (found) return found;
  }
  for (const key of keys) {
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

/** Docker's protocol for helpers: the key on stdin, JSON on stdout (docker-credential-helpers, "get"). */
async function askHelper(
  name: string,
  key: string,
  environment: Environment,
  signal: AbortSignal,
): Promise<Credentials | undefined> {
  const program = `docker-credential-${name}`;
  if (!HELPER_NAME.test(name))
    throw new RegistryError(`"${name}" can't be the name of a credential helper. Correct Docker's configuration.`);
  const output = await new Promise<string | undefined>((resolve, reject) => {
    const options = { signal, timeout: HELPER_TIMEOUT_MS, env: environment as NodeJS.ProcessEnv, windowsHide: true };
    const child = execFile(program, ['get'], options, (error, stdout) => {
      // What it prints on failure may hold more than whether it has none.
      if (!error) resolve(stdout);
      else if (/credentials not found|no credentials/i.test(stdout)) resolve(undefined);
      else
        reject(
          signal.aborted
            ? error
            : new RegistryError(`${program} failed (${codeOf(error) || 'it was ended'}). Try "docker login" again.`),
        );
    });
    child.stdin?.on('error', () => {
      // It ended without reading; its exit says why.
    });
    child.stdin?.end(key);
  });
  if (output === undefined) return undefined;
  return toCredentials(output, program);
}

function toCredentials(output: string, program: string): Credentials | undefined {
  let answer: Record<string, unknown>;
  try {
    answer = asRecord(JSON.parse(output));
  } catch {
    throw new RegistryError(`${program} did not answer in JSON. Try "docker login" again.`);
  }
  const [user, secret] = [text(answer.Username), text(answer.Secret)];
  if (user === undefined || !secret) return undefined;
  // By this name a helper says that the secret is a token (docker-credential-helpers, "Development").
  if (user === '<token>') return { user: '', password: '', identityToken: secret, source: program };
  return { user, password: secret, source: program };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
