import type { IgnoreEntry } from '../rules/ignore-entry';
import type { AnalysisOptions } from '../rules/options';

/** The options that a file, a user or a command line sets. Options that are not set come from elsewhere. */
export interface Configuration extends Partial<Omit<AnalysisOptions, 'only' | 'ignored' | 'isExcluded'>> {
  /** Globs of the files that are not checked, relative to the folder of the file. */
  readonly exclude?: readonly string[];
  readonly ignore?: readonly IgnoreEntry[];
  /** Paths of configuration files that this one adds to, relative to its folder. */
  readonly extends?: readonly string[];
}
