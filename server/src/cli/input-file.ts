import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type Decoded, decode } from './decode';
import type { WantedFile } from './expand-path';
import { unreadable } from './file-errors';
import { nameOf, STDIN } from './file-names';
import type { Io } from './io';
import { readRegular, readRegularNow, readStream, TooLarge } from './read-bytes';
import type { NotRead } from './search-result';

export interface InputFile extends Decoded {
  /** As reports name it: relative to the working folder, with forward slashes. */
  readonly name: string;
  /** Where it is; `undefined` for stdin. */
  readonly path: string | undefined;
  /** The path without links. */
  readonly real: string | undefined;
  /** The path of the call by which it was found. */
  readonly root: string;
}

/** @throws UsageError where it can't be read */
export async function readInputFile(
  { path, real, root, isNamed }: WantedFile,
  cwd: string,
): Promise<InputFile | NotRead> {
  const name = nameOf(path, cwd);
  try {
    const bytes = isNamed ? await readNamed(path) : readRegularNow(real);
    return { name, path, real, root, ...decode(bytes) };
  } catch (error) {
    if (error instanceof TooLarge) return tooLarge(path, error);
    return unreadable(error, name);
  }
}

/** A named path may be a pipe, such as a shell makes for `<(…)`. */
async function readNamed(path: string): Promise<Uint8Array> {
  return (await stat(path)).isFile() ? readRegular(path, undefined, true) : readStream(createReadStream(path));
}

/** Reads stdin as a file. */
export async function readStdin(io: Io): Promise<InputFile | NotRead> {
  try {
    const bytes = await readStream(io.stdin);
    return { name: STDIN, path: undefined, real: undefined, root: STDIN, ...decode(bytes) };
  } catch (error) {
    if (error instanceof TooLarge) return tooLarge(STDIN, error);
    throw error;
  }
}

function tooLarge(path: string, { message }: TooLarge): NotRead {
  return { path, reason: `It is too large: ${message}.`, isUnreadable: true };
}
