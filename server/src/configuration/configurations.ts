import type { AnalysisOptions } from '../rules/options';
import { folderOf, resolvePath } from '../workspace/paths';
import { CONFIGURATION_FILE, extended, parseConfiguration, withConfiguration } from './configuration';
import type { Configuration } from './configured';
import { PathOptions } from './path-options';

/** Whether a URI or path is that of a configuration file. */
function isConfigurationFile(path: string): boolean {
  return path === CONFIGURATION_FILE || path.endsWith(`/${CONFIGURATION_FILE}`);
}

/** A configuration file as it was read; without a configuration if it can't be read. */
interface Known {
  readonly text: string | undefined;
  readonly configuration: Configuration;
}

/**
 * The configuration files of a workspace. The nearest file counts for a manifest: the one in its folder, else in the folder
 * above, and so on. Files are not merged, except with those that they extend.
 */
export class Configurations {
  readonly #byUri = new Map<string, Known>();
  /** The files that others extend. */
  #extended: ReadonlySet<string> = new Set();
  #generation = 0;
  #base: AnalysisOptions;
  /** By the folder of the configuration. */
  #merged = new Map<string, PathOptions>();

  /** @param base the options that files override */
  constructor(base: AnalysisOptions) {
    this.#base = base;
  }

  set base(base: AnalysisOptions) {
    this.#base = base;
    this.#merged = new Map();
  }

  /** Grows when the options of a file may have changed. */
  get generation(): number {
    return this.#generation;
  }

  get uris(): string[] {
    return [...this.#byUri.keys()];
  }

  /** The files that others extend and that have not been read yet. */
  get missing(): string[] {
    return [...this.#extended].filter((uri) => !this.#byUri.has(uri));
  }

  /** Whether a file is a configuration: by its name, or because another one extends it. */
  isOne(uri: string): boolean {
    return isConfigurationFile(uri) || this.#extended.has(uri);
  }

  /** Takes the current text of a configuration file; `undefined` if it can't be read. Wrong entries do not count. */
  update(uri: string, text: string | undefined): void {
    const known = this.#byUri.get(uri);
    if (known ? known.text === text : text === undefined && !this.#extended.has(uri)) return;
    if (text === undefined && !this.#extended.has(uri)) this.#byUri.delete(uri);
    else
      this.#byUri.set(uri, { text, configuration: text === undefined ? {} : parseConfiguration(text).configuration });
    this.#extended = new Set([...this.#byUri].flatMap(([name, { configuration }]) => basesOf(name, configuration)));
    this.#merged = new Map();
    this.#generation++;
  }

  /** The configuration file that counts for a file; `undefined` if there is none. */
  fileFor(uri: string): { readonly uri: string; readonly text: string } | undefined {
    for (let folder = folderOf(uri); folder !== ''; folder = folderOf(folder.slice(0, -1))) {
      const file = folder + CONFIGURATION_FILE;
      const text = this.#byUri.get(file)?.text;
      if (text !== undefined) return { uri: file, text };
    }
    return undefined;
  }

  /** The options for a file; the same object until something changes. */
  optionsFor(uri: string): AnalysisOptions {
    if (this.#byUri.size === 0) return this.#base;
    for (let folder = folderOf(uri); ; folder = folderOf(folder.slice(0, -1))) {
      if (this.#byUri.get(folder + CONFIGURATION_FILE)?.text !== undefined)
        return this.#merge(folder).for(decoded(uri.slice(folder.length)));
      if (folder === '') return this.#base;
    }
  }

  #merge(folder: string): PathOptions {
    let options = this.#merged.get(folder);
    if (!options) {
      const configuration = this.#resolve(folder + CONFIGURATION_FILE, new Set());
      options = new PathOptions(withConfiguration(this.#base, configuration), configuration);
      this.#merged.set(folder, options);
    }
    return options;
  }

  /** @param seen the files that were merged before: each counts once, so that a circle ends */
  #resolve(uri: string, seen: Set<string>): Configuration {
    let merged = this.#byUri.get(uri)?.configuration ?? {};
    seen.add(uri);
    // Of two files, the later one comes first.
    for (const base of basesOf(uri, merged).reverse())
      if (!seen.has(base)) merged = extended(this.#resolve(base, seen), merged);
    return merged;
  }
}

function basesOf(uri: string, { extends: paths = [] }: Configuration): string[] {
  return paths.map((path) => resolvePath(folderOf(uri), path));
}

/** The path in a part of a URI. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // It is a path with a percent sign.
    return part;
  }
}
