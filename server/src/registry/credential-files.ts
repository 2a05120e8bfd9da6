import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { codeOf, RegistryError } from './errors';
import { asRecord } from './json';

/** The environment in which files and helpers are looked for. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where Docker and Podman keep credentials (docker login, containers-auth.json(5)), in the order of their reading.
 * @param uid the user's number; Windows has none
 */
export function credentialFiles(environment: Environment, uid = process.getuid?.()): string[] {
  const { REGISTRY_AUTH_FILE, XDG_RUNTIME_DIR, XDG_CONFIG_HOME, DOCKER_CONFIG, HOME = homedir() } = environment;
  return [
    ...(REGISTRY_AUTH_FILE ? [REGISTRY_AUTH_FILE] : []),
    join(DOCKER_CONFIG || join(HOME, '.docker'), 'config.json'),
    ...(XDG_RUNTIME_DIR ? [join(XDG_RUNTIME_DIR, 'containers', 'auth.json')] : []),
    // Podman's of a user without a session: in CI, under sudo (containers/image, "GetPathToAuth").
    ...(!XDG_RUNTIME_DIR && uid !== undefined ? [`/run/containers/${uid}/auth.json`] : []),
    // Podman's on macOS and Windows.
    join(XDG_CONFIG_HOME || join(HOME, '.config'), 'containers', 'auth.json'),
  ];
}

/**
 * What a file of Docker's or Podman's says; `undefined` where there is none.
 * @throws RegistryError where it can't be read or understood
 */
export async function readCredentialFile(path: string): Promise<Record<string, unknown> | undefined> {
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
