import { Char, isBlank } from './characters';

/** The offset behind the blanks at an offset. All offsets are 0-based UTF-16 offsets. */
export function skipBlanks(text: string, from: number): number {
  let offset = from;
  while (isBlank(text.charCodeAt(offset))) offset++;
  return offset;
}

/** The end of a line of which nothing is left but blanks and a comment, with its line break; else the end of the blanks. */
export function endOfTail(text: string, from: number): number {
  let offset = skipBlanks(text, from);
  if (offset > from && text[offset] === '#') offset = endOfLine(text, offset);
  if (text[offset] === '\r' && text[offset + 1] === '\n') return offset + 2;
  return text.charCodeAt(offset) === Char.LineFeed ? offset + 1 : offset;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : text[end - 1] === '\r' ? end - 1 : end;
}
