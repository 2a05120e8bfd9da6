import { stripVTControlCharacters } from 'node:util';

/** The longest complaint that is shown, in UTF-16 units. */
const LONGEST = 1024;

/** What every tar says of an absolute path, and is no complaint; that of BusyBox in small letters. */
const USUAL = /^tar: removing leading /i;

/**
 * The first complaint of `tar` in the error output of `kubectl cp`, without the name of the program: later ones follow from it.
 * `kubectl cp` ends with 0 even where `tar` in the container has failed.
 */
export function complaintOfTar(stderr: string): string | undefined {
  const lines = stripVTControlCharacters(stderr).split(/[\r\n]+/);
  const complaint = lines.find((line) => line.startsWith('tar: ') && !USUAL.test(line));
  return complaint?.slice('tar: '.length, LONGEST).trim();
}
