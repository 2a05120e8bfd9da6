/** How many files and folders were left out on purpose. */
export interface LeftOut {
  /** Manifests that .gitignore excludes and git does not track. */
  readonly ignoredFiles: number;
  /** Folders that .gitignore excludes; their files are not counted. */
  readonly ignoredFolders: number;
  /** Folders with third-party code, such as node_modules, in which git tracks no manifest. */
  readonly foreignFolders: number;
  /** Manifests that a configuration file excludes. */
  readonly excludedFiles: number;
}

export const NOTHING_LEFT_OUT: LeftOut = { ignoredFiles: 0, ignoredFolders: 0, foreignFolders: 0, excludedFiles: 0 };

/** A file that could not be checked, or not completely. */
export interface Skipped {
  readonly file: string;
  /** One or more sentences. */
  readonly reason: string;
}

/** One sentence about what was left out; `undefined` if nothing was. */
export function leftOutSentence({
  ignoredFiles,
  ignoredFolders,
  foreignFolders,
  excludedFiles,
}: LeftOut): string | undefined {
  const ignored = [count(ignoredFiles, 'file'), count(ignoredFolders, 'folder')].flatMap((words) => words ?? []);
  const parts = [
    ...(ignored.length > 0 ? [`${ignored.join(' and ')} in .gitignore (use --no-ignore to check them)`] : []),
    ...(foreignFolders > 0 ? [`${count(foreignFolders, 'folder')} of third-party code (node_modules)`] : []),
    ...(excludedFiles > 0 ? [`${count(excludedFiles, 'file')} that .sidecar-guard.yaml excludes`] : []),
  ];
  return parts.length > 0 ? `Left out: ${parts.join(', ')}.` : undefined;
}

function count(number: number, noun: string): string | undefined {
  return number === 0 ? undefined : `${number} ${noun}${number === 1 ? '' : 's'}`;
}
