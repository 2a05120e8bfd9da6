import type { AnalysisOptions } from '../rules/options';
import type { Configuration } from './configured';
import { isGlobbed } from './glob';

/** The options for the files that one configuration is for. */
export class PathOptions {
  readonly #options: AnalysisOptions;
  readonly #configuration: Configuration;
  /** By the entries that are about a file, so that files with the same entries have the same object. */
  readonly #known = new Map<string, AnalysisOptions>();

  /** @param options those that all of its files have */
  constructor(options: AnalysisOptions, configuration: Configuration) {
    this.#options = options;
    this.#configuration = configuration;
  }

  /** @param path relative to the folder of the configuration, with forward slashes */
  for(path: string): AnalysisOptions {
    const { exclude = [], ignore = [] } = this.#configuration;
    if (exclude.length === 0 && ignore.length === 0) return this.#options;
    const isExcluded = exclude.some((glob) => isGlobbed(path, glob));
    const ignored = ignore.filter(({ paths }) => paths.length === 0 || paths.some((glob) => isGlobbed(path, glob)));
    const key = isExcluded ? 'excluded' : ignored.map((entry) => ignore.indexOf(entry)).join(' ');
    let options = this.#known.get(key);
    if (!options) {
      options = isExcluded ? { ...this.#options, isExcluded } : { ...this.#options, ignored };
      this.#known.set(key, options);
    }
    return options;
  }
}
