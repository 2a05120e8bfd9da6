/** What a run of the command line touches outside itself. */
export interface Io {
  readonly cwd: string;
  readonly stdin: AsyncIterable<Uint8Array> & NodeJS.ReadableStream;
  stdout(text: string): void;
  stderr(text: string): void;
  /** Whether what is written to stdout may have colours. */
  readonly hasColors: boolean;
  /** Whether somebody sees what is written to stderr as it comes. */
  readonly isWatched?: boolean;
  /** From this call on, Ctrl+C aborts the signal instead of ending the program. */
  interrupted?(): AbortSignal;
}
