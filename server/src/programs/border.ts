import { lstat, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { own, setOwn } from '../text/own';
import { placesOf } from './links';
import { isAbsolute, isWithin, pathsOf } from './paths';

/** What marks the root of a repository. */
const MARKS = ['.git', '.hg', '.jj', '.svn'];

/** The account that runs this process. */
export interface Account {
  /** The home folder by the operating system: HOME can be set to anything. */
  readonly home: string | undefined;
  readonly platform: NodeJS.Platform;
}

/** The account that this process runs as. */
export function thisAccount(): Account {
  return { home: homeOfAccount(), platform: process.platform };
}

/**
 * The folders that the authors of the opened files control: the folders of these files, and the repositories around them.
 * Programs inside are not run, and files inside that name programs or have credentials are not read.
 */
export class Border {
  readonly #folders: readonly string[];
  readonly #platform: NodeJS.Platform;

  private constructor(folders: readonly string[], platform: NodeJS.Platform) {
    this.#folders = folders;
    this.#platform = platform;
  }

  /**
   * The border around files and folders. The account's home and the folders above it count only if they are a repository.
   * @param paths absolute
   */
  static async around(paths: readonly string[], account: Account = thisAccount()): Promise<Border> {
    const homes = account.home === undefined ? [] : await placesOf(account.home);
    const folders = new Set<string>();
    for (const path of paths) {
      for (const place of await placesOf(path)) {
        const folder = await folderOf(place);
        const repositories = await repositoriesAround(folder, homes, account.platform);
        for (const repository of repositories) folders.add(repository);
        if (!repositories.includes(folder) && homes.some((home) => isWithin(home, folder, account.platform))) continue;
        folders.add(folder);
      }
    }
    return new Border([...folders], account.platform);
  }

  /** Whether a path, or a link in it, leads into the border. */
  async holds(path: string): Promise<boolean> {
    const places = await placesOf(path);
    return places.some((place) => this.#folders.some((folder) => isWithin(place, folder, this.#platform)));
  }

  /**
   * An environment for a program, with a PATH without folders inside the border and without relative folders: the programs
   * that it starts by name are searched there.
   * @param cwd the folder for relative paths in the environment
   */
  async environment(environment: NodeJS.ProcessEnv, cwd: string): Promise<NodeJS.ProcessEnv> {
    const platform = this.#platform;
    const made: NodeJS.ProcessEnv = withAbsolutePaths(environment, cwd, platform);
    for (const name of Object.keys(made)) {
      // On Windows the name can have any case.
      if (name !== 'PATH' && !(platform === 'win32' && name.toUpperCase() === 'PATH')) continue;
      const entries = pathEntries(own(made, name), platform);
      const isOutside = await Promise.all(entries.map(async (entry) => !(await this.holds(entry))));
      setOwn(made, name, entries.filter((_, index) => isOutside[index]).join(pathsOf(platform).delimiter));
    }
    return made;
  }
}

/** The absolute entries of a PATH. */
export function pathEntries(path: string | undefined, platform: NodeJS.Platform): string[] {
  return (path ?? '')
    .split(pathsOf(platform).delimiter)
    .map((entry) => (platform === 'win32' ? entry.replace(/^"(.*)"$/, '$1') : entry))
    .filter((entry) => isAbsolute(entry, platform));
}

/** Variables with paths that programs resolve from their working folder. */
const PATH_VARIABLES = ['KUBECONFIG', 'KUBERC', 'KUBECACHEDIR', 'DOCKER_CONFIG', 'REGISTRY_AUTH_FILE'];

/** An environment with absolute paths, for any working folder. KUBECONFIG is a list of paths; empty entries stay empty. */
export function withAbsolutePaths(
  environment: NodeJS.ProcessEnv,
  cwd: string,
  platform: NodeJS.Platform = process.platform,
): NodeJS.ProcessEnv {
  const made: NodeJS.ProcessEnv = { ...environment };
  const { delimiter, resolve } = pathsOf(platform);
  for (const name of PATH_VARIABLES) {
    const value = own(made, name);
    // With this value, kubectl reads no kuberc file.
    if (!value || (name === 'KUBERC' && value === 'off')) continue;
    const paths = name === 'KUBECONFIG' ? value.split(delimiter) : [value];
    setOwn(made, name, paths.map((path) => (path === '' ? path : resolve(cwd, path))).join(delimiter));
  }
  return made;
}

async function folderOf(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  return found && !found.isDirectory() ? dirname(path) : path;
}

/**
 * The repositories around a folder; a submodule has several. The home of the account counts only if it is the nearest one.
 * Folders above the home do not count.
 */
async function repositoriesAround(
  folder: string,
  homes: readonly string[],
  platform: NodeJS.Platform,
): Promise<string[]> {
  const found: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    const isHome = homes.some((home) => isWithin(home, at, platform) && isWithin(at, home, platform));
    if ((!isHome || found.length === 0) && (await isRepository(at))) found.push(at);
    if (isHome || dirname(at) === at) return found;
  }
}

async function isRepository(folder: string): Promise<boolean> {
  const marks = await Promise.all(
    MARKS.map((mark) =>
      lstat(join(folder, mark)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return marks.includes(true);
}

/** `undefined` if the system does not know the account, as in some containers. */
function homeOfAccount(): string | undefined {
  try {
    return userInfo().homedir;
  } catch {
    return undefined;
  }
}
