import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readRegular, readRegularNow, readStream, TooLarge } from '../search/read-bytes';
import type { NotRead } from '../search/search-result';
import { isForeignJson } from '../workspace/paths';
import { type Decoded, decode } from './decode';
import type { WantedFile } from './expand-path';
import { unreadable } from './file-errors';
import { nameOf, STDIN } from './file-names';
import type { Io } from './io';

export interface InputFile extends Decoded {
  /** As reports name it: relative to the working folder, with forward slashes. */
  readonly name: string;
  /** Where it is; `undefined` for stdin. */
  readonly path: string | undefined;
  /** Where it would be, for its configuration; `undefined` for stdin without a name. */
  readonly place: string | undefined;
  /** The path without links. */
  readonly real: string | undefined;
  /** The path of the call by which it was found. */
  readonly root: string;
}

/**
 * `undefined` for JSON that is no manifest.
 * @throws UsageError where it can't be read
 */
export async function readInputFile(
  { path, real, root, isNamed }: WantedFile,
  cwd: string,
): Promise<InputFile | NotRead | undefined> {
  const name = nameOf(path, cwd);
  try {
    const bytes = isNamed ? await readNamed(path) : readRegularNow(real);
    const decoded = decode(bytes);
    // Only a user who names such a file asks for it.
    if (!isNamed && isForeignJson(name, decoded.text)) return undefined;
    return { name, path, place: path, real, root, ...decoded };
  } catch (error) {
    if (error instanceof TooLarge)
      return { ...tooLarge(path, error), isUnreadable: isNamed || !path.endsWith('.json') };
    return unreadable(error, name);
  }
}

/** A named path may be a pipe, such as a shell makes for `<(…)`. */
async function readNamed(path: string): Promise<Uint8Array> {
  return (await stat(path)).isFile() ? readRegular(path, undefined, true) : readStream(createReadStream(path));
}

/**
 * Reads stdin as a file.
 * @param name by which it is reported, and by whose place its configuration is found
 */
export async function readStdin(io: Io, name: string | undefined): Promise<InputFile | NotRead> {
  const place = name === undefined ? undefined : resolve(io.cwd, name);
  const shown = place === undefined ? STDIN : nameOf(place, io.cwd);
  try {
    const bytes = await readStream(io.stdin);
    return { name: shown, path: undefined, place, real: undefined, root: place ?? STDIN, ...decode(bytes) };
  } catch (error) {
    if (error instanceof TooLarge) return tooLarge(place ?? STDIN, error);
    throw error;
  }
}

function tooLarge(path: string, { message }: TooLarge): NotRead {
  return { path, reason: `It is too large: ${message}.`, isUnreadable: true };
}
