import { type Printable, printable } from '../text/printable';

/** Foreign text on one line, not longer than this many columns. The middle is cut out: paths and images differ at their ends. */
export function fitted(text: string, columns: number): Printable {
  // A text that is far too long is cut first, to save time.
  const near = text.length > 8 * columns ? `${text.slice(0, 4 * columns)}${text.slice(-4 * columns)}` : text;
  const characters = [...printable(near)];
  if (near === text && columnsIn(characters) <= columns) return printable(text);
  const head = fitting(characters, Math.floor((columns - 1) / 2));
  const tail = fitting(characters.reverse(), columns - 1 - columnsIn(head));
  return printable(`${head.join('')}…${tail.reverse().join('')}`);
}

/** The first characters, as many as fit. */
function fitting(characters: readonly string[], columns: number): string[] {
  let width = 0;
  const end = characters.findIndex((character) => {
    width += columnsOf(character);
    return width > columns;
  });
  return characters.slice(0, end === -1 ? characters.length : end);
}

/** How many columns a text takes in a font in which all letters are equally wide. */
export function columnsIn(text: Iterable<string>): number {
  let columns = 0;
  for (const character of text) columns += columnsOf(character);
  return columns;
}

/** Characters of Latin and other narrow scripts take one; all others count as two, which is enough for every font. */
function columnsOf(character: string): number {
  return character <= '\u024f' || character === '…' ? 1 : 2;
}
