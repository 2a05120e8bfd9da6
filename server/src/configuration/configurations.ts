import type { AnalysisOptions } from '../rules/options';
import { folderOf } from '../workspace/paths';
import { CONFIGURATION_FILE, type Configuration, parseConfiguration, withConfiguration } from './configuration';

/** Whether a URI or path is that of a configuration file. */
export function isConfigurationFile(path: string): boolean {
  return path === CONFIGURATION_FILE || path.endsWith(`/${CONFIGURATION_FILE}`);
}

/**
 * The configuration files of a workspace. The nearest file counts for a manifest: the one in its folder, else in the folder
 * above, and so on. Files are not merged, so one file has all settings for a folder.
 */
export class Configurations {
  readonly #byFolder = new Map<string, { text: string; configuration: Configuration }>();
  #generation = 0;
  #base: AnalysisOptions;
  #merged = new Map<Configuration, AnalysisOptions>();

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
    return [...this.#byFolder.keys()].map((folder) => folder + CONFIGURATION_FILE);
  }

  /** Takes the current text of a configuration file; `undefined` if it no longer exists. Wrong entries do not count. */
  update(uri: string, text: string | undefined): void {
    const folder = folderOf(uri);
    if (this.#byFolder.get(folder)?.text === text) return;
    if (text === undefined) this.#byFolder.delete(folder);
    else this.#byFolder.set(folder, { text, configuration: parseConfiguration(text).configuration });
    this.#generation++;
  }

  /** The configuration file that counts for a file; `undefined` if there is none. */
  fileFor(uri: string): { readonly uri: string; readonly text: string } | undefined {
    for (let folder = folderOf(uri); folder !== ''; folder = folderOf(folder.slice(0, -1))) {
      const found = this.#byFolder.get(folder);
      if (found) return { uri: folder + CONFIGURATION_FILE, text: found.text };
    }
    return undefined;
  }

  /** The options for a file; the same object until something changes. */
  optionsFor(uri: string): AnalysisOptions {
    if (this.#byFolder.size === 0) return this.#base;
    for (let folder = folderOf(uri); folder !== ''; folder = folderOf(folder.slice(0, -1))) {
      const found = this.#byFolder.get(folder);
      if (found) return this.#merge(found.configuration);
    }
    return this.#byFolder.has('') ? this.#merge(this.#byFolder.get('')?.configuration ?? {}) : this.#base;
  }

  #merge(configuration: Configuration): AnalysisOptions {
    let options = this.#merged.get(configuration);
    if (!options) {
      options = withConfiguration(this.#base, configuration);
      this.#merged.set(configuration, options);
    }
    return options;
  }
}
