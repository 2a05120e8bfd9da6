import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Border } from '../programs/border';
import { codeOf, RegistryError } from './errors';
import { asRecord } from './json';

/** In bytes. Docker writes far less. */
const MOST_BYTES = 4 * 1024 * 1024;

/** The environment in which files and helpers are searched. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The files in which Docker and Podman keep credentials (docker login, containers-auth.json(5)), in the order of reading.
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
 * The content of a credential file of Docker or Podman; `undefined` if there is no file.
 * @throws RegistryError if it can't be read or understood, or is inside the border
 */
export async function readCredentialFile(path: string, border: Border): Promise<Record<string, unknown> | undefined> {
  let text: string;
  try {
    const { size } = await stat(path);
    if (await border.holds(path)) {
      throw new RegistryError(
        `The credentials in ${path} were not read: they are in the workspace or its repository, and the authors of the repository could have put them there. Move them elsewhere (DOCKER_CONFIG, REGISTRY_AUTH_FILE).`,
      );
    }
    if (size > MOST_BYTES)
      throw new RegistryError(`The credentials in ${path} can't be read: it has more than ${MOST_BYTES} bytes.`);
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof RegistryError) throw error;
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return undefined;
    throw new RegistryError(
      `The credentials in ${path} can't be read (${codeOf(error)}). Check the permissions of the file.`,
    );
  }
  try {
    return asRecord(JSON.parse(text));
  } catch {
    // The parser's message quotes the file.
    throw new RegistryError(`The credentials in ${path} can't be read: it is not JSON. Correct the file.`);
  }
}
