/** The location of a file, as in VS Code's `Uri`. */
export interface Location {
  readonly scheme: string;
  readonly authority: string;
  /** Decoded. */
  readonly path: string;
}

/** Whether a file is in one of these folders, by its path alone. A path with `..` is in none. */
export function isInFolder(file: Location, folders: readonly Location[]): boolean {
  if (/[\\\0]|(?:^|\/)\.{1,2}(?:\/|$)/.test(file.path)) return false;
  return folders.some(
    ({ scheme, authority, path }) =>
      scheme === file.scheme && authority === file.authority && file.path.startsWith(path.replace(/\/?$/, '/')),
  );
}
