import { stripVTControlCharacters } from 'node:util';

/** In UTF-16 units. VS Code hands extensions no documents above 50 MB, and a unit can take three bytes. */
const LONGEST = 12 * 2 ** 20;

/** What a program has written, as a document: without colours and, where it is too long for one, without its beginning. */
export function pageText(written: string): string {
  const text = stripVTControlCharacters(written);
  if (text.length <= LONGEST) return text === '' ? '(nothing)\n' : text;
  const end = text.slice(-LONGEST);
  const lines = end.slice(end.indexOf('\n') + 1);
  const left = Math.ceil((text.length - lines.length) / 2 ** 20);
  return `(The first ${left} MB are left out: VS Code shows no document that is so long. Ask for a shorter time to see all of it.)\n${lines}`;
}
