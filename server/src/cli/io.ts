import { printable, printableCommands, printableLines } from '../text/printable';

/** The surroundings of a run of the command line. */
export interface Io {
  readonly cwd: string;
  readonly stdin: AsyncIterable<Uint8Array> & NodeJS.ReadableStream;
  stdout(text: string): void;
  /** Resolves when stdout can take more: a reader that is slower than the writer would fill the memory. */
  ready?(): Promise<void>;
  stderr(text: string): void;
  /** Whether stdout may have colours. */
  readonly hasColors: boolean;
  /** Whether stderr is a terminal. */
  readonly isWatched?: boolean;
  /** From this call on, Ctrl+C aborts the signal instead of ending the program. */
  interrupted?(): AbortSignal;
}

/**
 * What commands write to. It removes control sequences for terminals and commands for CI services from everything that is
 * written. It keeps line breaks: foreign text must go through `printable` before, to stay on its line.
 */
export interface SafeIo extends Io {
  /** The same with or without colours. */
  withColors(hasColors: boolean): SafeIo;
  /** Writes lines that a CI service reads as commands. */
  commands(text: string): void;
  /** Shows the progress of a run in a line that the next call overwrites; an empty text removes it. */
  progress(text: string): void;
  /** Tells the user something in one line, on stderr. */
  tell(text: string): void;
  /** Reports an internal error on stderr, with all its lines. */
  tellMistake(details: string): void;
}

export function safeIo(io: Io): SafeIo {
  return {
    ...io,
    withColors: (hasColors) => safeIo({ ...io, hasColors }),
    stdout: (text) => io.stdout(printableLines(text, io.hasColors)),
    stderr: (text) => io.stderr(printableLines(text, false)),
    commands: (text) => io.stdout(printableCommands(text)),
    progress: (text) => (io.isWatched ? io.stderr(`\r\u001b[K${printable(text)}`) : undefined),
    tell: (text) => io.stderr(`sidecar-guard: ${printable(text)}\n`),
    tellMistake: (details) =>
      io.stderr(printableLines(`sidecar-guard: ${details.split('\n').map(printable).join('\n')}\n`, false)),
  };
}
