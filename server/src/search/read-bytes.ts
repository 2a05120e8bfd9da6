import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** Larger files are not judged: in bytes. */
export const MAX_FILE_BYTES = 16 * 1024 * 1024;

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
export async function readRegular(path: string, max = MAX_FILE_BYTES, follows = false): Promise<Uint8Array> {
  return withRegular(path, constants.O_RDONLY | (follows ? 0 : NO_LINK), (file, { size }) => {
    if (size > max) throw new TooLarge(size, max);
    return file.readFile();
  });
}

/**
 * The same at once, for thousands of small files: to wait for each takes longer than to read it. Never follows a link.
 * @throws TooLarge, NoFile, and the file system's errors
 */
export function readRegularNow(path: string, max = MAX_FILE_BYTES): Uint8Array {
  const file = openSync(path, constants.O_RDONLY | NO_LINK | NO_WAIT);
  try {
    const info = fstatSync(file);
    checkRegular(info);
    if (info.size > max) throw new TooLarge(info.size, max);
    return readToEnd(file, info.size, max);
  } finally {
    closeSync(file);
  }
}

/** @param expected the number of bytes, if the file does not change */
function readToEnd(file: number, expected: number, max: number): Uint8Array {
  let bytes = Buffer.allocUnsafe(expected + 1);
  let size = 0;
  for (;;) {
    const read = readSync(file, bytes, size, bytes.length - size, null);
    if (read === 0) return bytes.subarray(0, size);
    size += read;
    if (size > max) throw new TooLarge(undefined, max);
    if (size === bytes.length) bytes = Buffer.concat([bytes], size * 2);
  }
}

/** Opens a regular file, and closes it again. */
export async function withRegular<T>(
  path: string,
  flags: number,
  use: (file: FileHandle, info: Stats) => Promise<T>,
): Promise<T> {
  const file = await open(path, flags | NO_WAIT);
  try {
    const info = await file.stat();
    checkRegular(info);
    return await use(file, info);
  } finally {
    await file.close();
  }
}

function checkRegular(info: Stats): void {
  if (info.isDirectory()) throw Object.assign(new Error('it is a folder'), { code: 'EISDIR' });
  if (!info.isFile()) throw new NoFile();
}

/** Opens a pipe without waiting for a program that writes to it; Windows has no such flag. */
const NO_WAIT: number = constants.O_NONBLOCK ?? 0;

/** Refuses a link; Windows has no such flag. */
export const NO_LINK: number = constants.O_NOFOLLOW ?? 0;

/**
 * Reads a stream to its end.
 * @throws TooLarge
 */
export async function readStream(stream: AsyncIterable<Uint8Array>, max = MAX_FILE_BYTES): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > max) throw new TooLarge(undefined, max);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
