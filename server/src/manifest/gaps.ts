/**
 * What is between the nodes of a YAML text: blanks, line breaks, comments and indicators. The events of the parser name the
 * places of nodes only, so the rest is found here. All offsets are 0-based UTF-16 offsets.
 */

/** The offset of the bracket that closes a flow collection, from the end of its last node. */
export function closingBracket(text: string, from: number): number {
  let offset = from;
  for (; offset < text.length; offset++) {
    const character = text[offset];
    if (character === ']' || character === '}') break;
    if (character === '#') offset = endOfComment(text, offset) - 1;
  }
  return offset;
}

/** The end of a line of which nothing is left but blanks and a comment, with its line break. */
export function endOfTail(text: string, from: number): number {
  let offset = skipBlanks(text, from);
  if (offset > from && text[offset] === '#') offset = endOfComment(text, offset);
  if (text[offset] === '\r' && text[offset + 1] === '\n') return offset + 2;
  return text[offset] === '\n' ? offset + 1 : offset;
}

/**
 * The place of a node without text: behind its indicator and the blanks that follow it.
 * @param indicator `-`, `?` or `:`; empty if the node has none
 */
export function emptyPlace(text: string, from: number, indicator: string): number {
  let offset = from;
  for (; indicator && offset < text.length; offset++) {
    const character = text[offset];
    if (character === indicator) return skipBlanks(text, offset + 1);
    if (character === '#') offset = endOfComment(text, offset) - 1;
    else if (character !== undefined && !' \t\r\n'.includes(character)) break;
  }
  return skipBlanks(text, from);
}

/** The offset of a block scalar's header, `|` or `>`, from the start of its text. */
export function blockHeader(text: string, valueStart: number, from: number): number {
  const line = text.lastIndexOf('\n', valueStart - 2) + 1;
  for (let offset = Math.max(line, from); offset < valueStart; offset++)
    if (text[offset] === '|' || text[offset] === '>') return offset;
  return valueStart;
}

/** The end of a block scalar's last line that is not blank. */
export function blockEnd(text: string, valueStart: number, valueEnd: number): number {
  let end = valueEnd;
  while (end > valueStart) {
    const start = text.lastIndexOf('\n', end - 2) + 1;
    if (text.slice(start, end).trim() !== '') break;
    end = start;
  }
  return Math.max(end, valueStart);
}

function skipBlanks(text: string, from: number): number {
  let offset = from;
  while (text[offset] === ' ' || text[offset] === '\t') offset++;
  return offset;
}

function endOfComment(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}
