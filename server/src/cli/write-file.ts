import { constants } from 'node:fs';
import { type FileHandle, lstat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isInBorder, linkOnTheWay, repositoryAround } from '../search/border';
import { NO_LINK, withRegular } from '../search/read-bytes';
import { encode } from './decode';
import { reasonOf } from './file-errors';
import { nameOf } from './file-names';
import type { InputFile } from './input-file';
import { UsageError } from './usage/words';

/**
 * Writes the new text of a file, with its byte order mark if it had one. It writes in place, to keep permissions and owner.
 * It does not write through a link, or to a file with several hard links.
 * @param before the text that was last read or written
 * @returns why it was not written, as a clause; `undefined` if it was written
 * @throws UsageError if the file system refuses it
 */
export async function writeText(
  { name, path, root, hasByteOrderMark, isExact }: InputFile,
  before: string,
  text: string,
  cwd: string,
): Promise<string | undefined> {
  if (path === undefined) throw new Error(`${name} has no place to write to.`);
  if (!isExact) return 'it is not UTF-8 text';
  const border = (await repositoryAround(path, 'outermost')) ?? dirname(root);
  const linked = async (): Promise<string | undefined> => {
    const link = await linkOnTheWay(border, path);
    return link === undefined
      ? undefined
      : `${nameOf(link, cwd)} is a symbolic link, and files are not written through links`;
  };
  const reason = await linked();
  if (reason !== undefined) return reason;
  try {
    return await withRegular(path, constants.O_RDWR | NO_LINK, async (file, info) => {
      if (info.nlink > 1)
        return `it has ${info.nlink} hard links, and another one may be outside of the searched folder`;
      // The path may have changed since it was opened: the open file must still be the file at the path.
      const { ino, dev } = await lstat(path);
      const isSame = ino === info.ino && dev === info.dev && (await linked()) === undefined;
      if (!isSame || !(await file.readFile()).equals(encode(before, hasByteOrderMark)))
        return 'it has changed since it was read';
      await replace(file, encode(text, hasByteOrderMark));
      return undefined;
    });
  } catch (error) {
    throw new UsageError(`${name} can't be written (${reasonOf(error)}); check its permissions.`);
  }
}

/**
 * Writes a file that the user named. It follows a link only if the link is outside of the working folder and of the
 * repository, because a link inside may come with the repository.
 * @param path absolute
 * @param name as the user wrote it
 * @throws UsageError
 */
export async function writeOutput(path: string, name: string, text: string, cwd: string): Promise<void> {
  const borders = [await repositoryAround(dirname(path), 'outermost'), cwd].flatMap((border) =>
    border !== undefined && isInBorder(border, path) ? border : [],
  );
  for (const border of borders) {
    const link = await linkOnTheWay(border, path);
    if (link !== undefined)
      throw new UsageError(
        `\`--output ${name}\` was not written: ${nameOf(link, cwd)} is a symbolic link that may come with the repository; name the file that it leads to.`,
      );
  }
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | (borders.length > 0 ? NO_LINK : 0);
  await writeFile(path, text, { flag: flags }).catch((error: unknown) => {
    throw new UsageError(`\`--output ${name}\` can't be written (${reasonOf(error)}); check the path.`);
  });
}

async function replace(file: FileHandle, bytes: Uint8Array): Promise<void> {
  let done = 0;
  while (done < bytes.length) done += (await file.write(bytes, done, bytes.length - done, done)).bytesWritten;
  await file.truncate(bytes.length);
}
