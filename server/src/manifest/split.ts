/** One YAML document of a file as text, with the place where it starts. */
export interface Chunk {
  readonly text: string;
  /** 0-based UTF-16 offset of the chunk in the file. */
  readonly offset: number;
  /** 0-based line of the chunk's first character. */
  readonly line: number;
}

/**
 * Splits a file at its document markers without parsing it. A marker at column 0 always separates documents, even inside
 * a block scalar (YAML 1.2, 9.1.2), so no grammar is needed. `---` opens the chunk that follows it; `...` closes the
 * one before. What precedes the first `---` without holding content (comments, directives) belongs to that document.
 */
export function splitDocuments(text: string): Chunk[] {
  const chunks: Chunk[] = [];
  let start = 0;
  let line = 0;
  const cut = (end: number): void => {
    if (end <= start) return;
    const chunk = text.slice(start, end);
    chunks.push({ text: chunk, offset: start, line });
    line += countLines(chunk);
    start = end;
  };

  for (const marker of text.matchAll(/^(?:---|\.\.\.)(?=\s|$)/gm)) {
    if (marker[0] === '...') cut(endOfLine(text, marker.index));
    else if (!isPreamble(text.slice(start, marker.index))) cut(marker.index);
  }
  cut(text.length);
  return chunks;
}

/** The number of line breaks in a text. */
function countLines(text: string): number {
  let lines = 0;
  for (let offset = text.indexOf('\n'); offset !== -1; offset = text.indexOf('\n', offset + 1)) lines++;
  return lines;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end + 1;
}

function isPreamble(text: string): boolean {
  if (text.startsWith('---')) return false;
  return text.split('\n').every((line) => /^(?:\s*(?:#.*)?|%.*)$/.test(line));
}
