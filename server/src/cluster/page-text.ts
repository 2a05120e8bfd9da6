import { TerminalText } from './terminal-text';

/** In UTF-16 units. VS Code opens no documents above 50 MB for extensions, and a unit can take three bytes. */
const LONGEST = 12 * 2 ** 20;

/** The output of a program as a document: without colours and, if it is too long, without its beginning. */
export function pageText(written: string): string {
  const text = new TerminalText({ hasColours: false }).pass(written);
  if (text.length <= LONGEST) return text === '' ? '(nothing)\n' : text;
  const end = text.slice(-LONGEST);
  const lines = end.slice(end.indexOf('\n') + 1);
  return `(The beginning is left out: the text is too long for VS Code. Choose a shorter time to see all of it.)\n${lines}`;
}
