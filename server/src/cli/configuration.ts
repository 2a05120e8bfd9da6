import { lstat, realpath } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { CONFIGURATION_FILE, extended, parseConfiguration, withConfiguration } from '../configuration/configuration';
import type { Configuration } from '../configuration/configured';
import { isGlobbed } from '../configuration/glob';
import { PathOptions } from '../configuration/path-options';
import { type AnalysisOptions, DEFAULT_OPTIONS } from '../rules/options';
import { isInBorder, linkLeadingOut, repositoryAround, targetWithin } from '../search/border';
import { readRegular } from '../search/read-bytes';
import type { WantedFile } from './expand-path';
import { reasonOf } from './file-errors';
import { nameOf } from './file-names';
import type { InputFile } from './input-file';
import type { SafeIo } from './io';
import { UsageError } from './usage/words';

/** Larger files are refused. */
const MAX_BYTES = 1024 * 1024;

/** The path of a manifest, and the path of the call by which it was found. */
type Place = Pick<InputFile, 'place' | 'root'>;

/** A configuration, and the folder that its globs count from. */
interface Placed {
  readonly configuration: Configuration;
  readonly folder: string;
}

/** The configuration files of a call: a named one, or else the nearest one above each manifest. */
export class ConfigurationFiles {
  readonly #named: string | undefined;
  readonly #io: Pick<SafeIo, 'cwd' | 'tell'>;
  readonly #tops = new Map<string, Promise<string | undefined>>();
  readonly #byFolder = new Map<string, Promise<Placed | undefined>>();
  readonly #told = new Set<string>();

  /** @param named as the user wrote it */
  constructor(named: string | undefined, io: Pick<SafeIo, 'cwd' | 'tell'>) {
    this.#named = named;
    this.#io = io;
  }

  /**
   * Whether a file is left out.
   * @throws UsageError for a configuration file that can't be read or that has an error
   */
  async excludes({ path, root }: Pick<WantedFile, 'path' | 'root'>): Promise<boolean> {
    const found = await this.#of({ place: path, root });
    if (!found?.configuration.exclude?.length) return false;
    const own = relative(found.folder, path).split(sep).join('/');
    return found.configuration.exclude.some((glob) => isGlobbed(own, glob));
  }

  /**
   * The options for each file: the defaults, then the configuration file, then the command line. Each overrides the one
   * before.
   * @param finish what the command line sets
   */
  options(finish: (options: AnalysisOptions) => AnalysisOptions): (file: Place) => Promise<AnalysisOptions> {
    const known = new Map<Placed | undefined, PathOptions>();
    return async (file) => {
      const found = await this.#of(file);
      const configuration = found?.configuration ?? {};
      const options =
        known.get(found) ?? new PathOptions(finish(withConfiguration(DEFAULT_OPTIONS, configuration)), configuration);
      known.set(found, options);
      return options.for(
        found && file.place !== undefined ? relative(found.folder, file.place).split(sep).join('/') : '',
      );
    };
  }

  async #of({ place, root }: Place): Promise<Placed | undefined> {
    const { cwd } = this.#io;
    if (this.#named !== undefined) {
      const known = this.#byFolder.get(cwd) ?? this.#loadNamed(this.#named);
      this.#byFolder.set(cwd, known);
      return known;
    }
    const start = place === undefined ? cwd : root;
    const top = this.#tops.get(start) ?? repositoryAround(start);
    this.#tops.set(start, top);
    return this.#forFolder(place === undefined ? cwd : dirname(place), await top);
  }

  async #loadNamed(named: string): Promise<Placed> {
    const { cwd } = this.#io;
    const path = resolve(cwd, named);
    const link = await linkLeadingOut(path);
    if (link !== undefined)
      throw new UsageError(
        `\`--config ${named}\` was not read: ${nameOf(link, cwd)} is a symbolic link that leads out of its repository; name the file that it leads to.`,
      );
    const top = await repositoryAround(path);
    return { configuration: await this.#load(path, named, top ?? dirname(path)), folder: cwd };
  }

  #forFolder(folder: string, top: string | undefined): Promise<Placed | undefined> {
    const key = `${top}\n${folder}`;
    const found = this.#byFolder.get(key) ?? this.#nearest(folder, top);
    this.#byFolder.set(key, found);
    return found;
  }

  async #nearest(folder: string, top: string | undefined): Promise<Placed | undefined> {
    const file = join(folder, CONFIGURATION_FILE);
    const info = await lstat(file).catch(() => undefined);
    if (info) {
      const path = info.isSymbolicLink() ? await follow(file, top) : file;
      return { configuration: await this.#load(path, file, top ?? folder), folder };
    }
    const parent = dirname(folder);
    // The search stops at the top of the repository of the searched folder. A nested repository does not stop it.
    return parent === folder || folder === top ? undefined : this.#forFolder(parent, top);
  }

  /**
   * @param border the folder in which files that it extends have to be
   * @param seen the files that were merged before: each counts once, so that a circle ends
   */
  async #load(file: string, name: string, border: string, seen = new Set<string>()): Promise<Configuration> {
    seen.add(file);
    let merged = await this.#read(file, name);
    for (const path of [...(merged.extends ?? [])].reverse()) {
      const base = resolve(dirname(file), path);
      if (seen.has(base)) continue;
      const target = isInBorder(border, base) ? await targetWithin(await realpath(border), base) : 'outside';
      if (target === 'outside')
        throw new UsageError(`${name} extends a file that is not in the repository; copy it into the repository.`);
      if (target === 'nowhere') throw new UsageError(`${name} extends a file that does not exist; correct the path.`);
      merged = extended(await this.#load(base, nameOf(base, this.#io.cwd), border, seen), merged);
    }
    return merged;
  }

  async #read(file: string, name: string): Promise<Configuration> {
    const bytes = await readRegular(file, MAX_BYTES, true).catch((error: unknown) => {
      throw new UsageError(`${name} can't be read (${reasonOf(error)}); check the path and its permissions.`);
    });
    const { configuration, problems } = parseConfiguration(new TextDecoder().decode(bytes));
    const mistake = problems.find(({ isNotice }) => !isNotice);
    if (mistake) throw new UsageError(`${name}:${mistake.start.line + 1}: ${mistake.message}`);
    for (const { message, start } of problems)
      this.#tellOnce(`${nameOf(file, this.#io.cwd)}:${start.line + 1}: ${message}`);
    return configuration;
  }

  #tellOnce(text: string): void {
    if (!this.#told.has(text)) this.#io.tell(text);
    this.#told.add(text);
  }
}

/** The target of a linked configuration. A link out of the repository could reveal the content of other files. */
async function follow(link: string, top: string | undefined): Promise<string> {
  const target = await targetWithin(await realpath(top ?? dirname(link)), link);
  if (target === 'nowhere') throw new UsageError(`${link} is a broken symbolic link; correct or delete it.`);
  if (target === 'outside')
    throw new UsageError(
      `${link} was not read: it is a symbolic link that leads out of ${top === undefined ? 'its folder' : 'the repository'}; put a file there instead, or name one with \`--config FILE\`.`,
    );
  return target;
}
