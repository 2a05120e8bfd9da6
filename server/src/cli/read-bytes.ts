import { constants, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** Larger files are not judged: in bytes. */
const MAX_BYTES = 16 * 1024 * 1024;

/** A file has more bytes than are read. */
export class TooLarge extends Error {
  constructor(size: number | undefined, max: number) {
    super(`it has ${size === undefined ? 'more' : `${size} bytes, more`} than the ${max} bytes that are read`);
  }
}

/** Neither a file nor a folder, but a device or a pipe: reading it could wait forever. */
class NoFile extends Error {
  constructor() {
    super('it is neither a file nor a folder');
  }
}

/**
 * Reads a regular file, and never waits for anything else.
 * @param follows whether the path may be a link
 * @throws TooLarge, NoFile, and the file system's errors
 */
export async function readRegular(path: string, max = MAX_BYTES, follows = false): Promise<Uint8Array> {
  return withRegular(path, constants.O_RDONLY | (follows ? 0 : NO_LINK), (file, { size }) => {
    if (size > max) throw new TooLarge(size, max);
    return file.readFile();
  });
}

/** Opens a regular file, and closes it again. */
export async function withRegular<T>(
  path: string,
  flags: number,
  use: (file: FileHandle, info: Stats) => Promise<T>,
): Promise<T> {
  const file = await open(path, flags | (constants.O_NONBLOCK ?? 0));
  try {
    const info = await file.stat();
    if (info.isDirectory()) throw Object.assign(new Error('it is a folder'), { code: 'EISDIR' });
    if (!info.isFile()) throw new NoFile();
    return await use(file, info);
  } finally {
    await file.close();
  }
}

/** Refuses a link; Windows has no such flag. */
export const NO_LINK: number = constants.O_NOFOLLOW ?? 0;

/**
 * Reads a stream to its end.
 * @throws TooLarge
 */
export async function readStream(stream: AsyncIterable<Uint8Array>, max = MAX_BYTES): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > max) throw new TooLarge(undefined, max);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
