import { beginsWithBrace, endsOfJson } from './json-stream';

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
 * one before. Comments before the first `---` belong to that document. Directives there do not: kubectl splits a file
 * before it reads any YAML (k8s.io/apimachinery, `YAMLReader`), and so refuses them and never applies them.
 */
export function splitDocuments(text: string): Chunk[] {
  const start = { offset: 0, line: 0 };
  return [...(beginsWithBrace(text) ? chunksBehindJson(text, start) : chunksFrom(text, start))];
}

/** What a later state of a text has in common with an earlier one. */
export interface Resplit {
  /** How many of the chunks before are the first ones, at their places. */
  readonly before: number;
  readonly changed: readonly Chunk[];
  /** How many of the chunks before are the last ones. */
  readonly after: number;
  /** By how much those have moved. */
  readonly moved: { readonly offset: number; readonly line: number };
}

/** Splits a text of which an earlier state was split: only what lies around the differences is searched for markers. */
export function splitAgain(text: string, known: readonly Chunk[]): Resplit {
  if (beginsWithBrace(text) || beginsWithBrace(known[0]?.text ?? ''))
    return { before: 0, changed: splitDocuments(text), after: 0, moved: { offset: 0, line: 0 } };
  const before = unchangedBefore(text, known);
  const rest = unchangedAfter(text, known, before);
  const last = known.at(-1);
  const oldLength = last ? last.offset + last.text.length : 0;
  const by = text.length - oldLength;
  const previous = known[before - 1];
  const start = previous ? placeBehind(previous) : { offset: 0, line: 0 };

  const changed: Chunk[] = [];
  // The first of the last chunks that the search has not passed yet.
  let next = rest;
  let place = start;
  const chunks = chunksFrom(text, start);
  for (;;) {
    while (next < known.length && (known[next]?.offset ?? 0) + by < place.offset) next++;
    const meets = known[next];
    // From the same place on, the same text is split in the same way.
    if (meets && meets.offset + by === place.offset) {
      const moved = { offset: by, line: place.line - meets.line };
      return { before, changed, after: known.length - next, moved };
    }
    const chunk = chunks.next().value;
    if (!chunk) return { before, changed, after: 0, moved: { offset: by, line: 0 } };
    changed.push({ ...chunk, text: ofItsOwn(chunk.text) });
    place = placeBehind(chunk);
  }
}

/** The same text without the memory of the whole text that it is a part of: each edit makes another one. */
function ofItsOwn(text: string): string {
  return ` ${text}`.slice(1);
}

/** How many of the first chunks are the same in a text, and end there, too. */
function unchangedBefore(text: string, known: readonly Chunk[]): number {
  const same = known.findIndex((chunk) => !isAt(text, chunk.offset, chunk.text));
  // The end of a chunk depends on the marker that begins the next one, and the last chunk ends with the text.
  return Math.max(0, same === -1 ? known.length - 2 : same - 1);
}

/** The first of the last chunks that are the same in a text. */
function unchangedAfter(text: string, known: readonly Chunk[], from: number): number {
  let end = text.length;
  for (let index = known.length - 1; index >= from; index--) {
    const chunk = known[index]?.text ?? '';
    end -= chunk.length;
    if (!isAt(text, end, chunk)) return index + 1;
  }
  return from;
}

/** A comparison of two texts is faster than a search by characters. */
function isAt(text: string, offset: number, part: string): boolean {
  return offset >= 0 && text.slice(offset, offset + part.length) === part;
}

function placeBehind({ text, offset, line }: Chunk): { offset: number; line: number } {
  return { offset: offset + text.length, line: line + countLines(text) };
}

/** Splits a text that may begin with JSON objects. */
function* chunksBehindJson(text: string, place: Pick<Chunk, 'offset' | 'line'>): Generator<Chunk, undefined> {
  let start = place;
  for (const end of endsOfJson(text)) {
    const chunk = { text: text.slice(start.offset, end), ...start };
    yield chunk;
    start = placeBehind(chunk);
  }
  return yield* chunksFrom(text, start);
}

/** Splits a text from the start of a chunk on. */
function* chunksFrom(text: string, { offset, line }: Pick<Chunk, 'offset' | 'line'>): Generator<Chunk, undefined> {
  let start = { offset, line };
  const markers = /^(?:---|\.\.\.(?=\s|$))/gm;
  markers.lastIndex = offset;
  for (let marker = markers.exec(text); marker; marker = markers.exec(text)) {
    const isEnd = marker[0] === '...';
    const end = isEnd ? endOfLine(text, marker.index) : marker.index;
    if (end <= start.offset || (!isEnd && isPreamble(text.slice(start.offset, end)))) continue;
    const chunk = { text: text.slice(start.offset, end), ...start };
    yield chunk;
    start = placeBehind(chunk);
  }
  if (text.length > start.offset) yield { text: text.slice(start.offset), ...start };
  return undefined;
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
  return text.split('\n').every((line) => /^\s*(?:#.*)?$/.test(line));
}
