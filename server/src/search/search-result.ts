import type { LeftOut } from '../report/left-out';

/** A file to read. */
export interface FoundFile {
  /** The path by which it was found. */
  readonly path: string;
  /** Its real path; differs from `path` if a link leads to it. */
  readonly real: string;
}

/** Something that was found but not read. */
export interface NotRead {
  readonly path: string;
  /** A sentence. */
  readonly reason: string;
  /** Whether it may be a manifest of the searched folder: then the verdict is incomplete. */
  readonly isUnreadable: boolean;
}

export interface SearchResult {
  /** In no particular order. */
  readonly files: readonly FoundFile[];
  readonly notRead: readonly NotRead[];
  readonly leftOut: LeftOut;
}
