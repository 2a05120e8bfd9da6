import { Char, isBlank, isBreak, isDigit, isGap, isNameCharacter } from './characters';
import type { TextCursor } from './text-cursor';
import { YamlError } from './yaml-error';

/** Reads an anchor or an alias, and returns its name (YAML 1.1, 6.9.2 and 7.1). */
export function scanAnchor(cursor: TextCursor): string {
  const start = cursor.offset++;
  const name = scanName(cursor);
  const next = cursor.peek();
  const isWhole =
    isGap(next) ||
    [
      Char.Question,
      Char.Colon,
      Char.Comma,
      Char.CloseBracket,
      Char.CloseBrace,
      Char.Percent,
      Char.At,
      Char.Backtick,
    ].includes(next);
  if (name === '' || !isWhole) throw new YamlError('anchor', start);
  return name;
}

/** A tag: its handle, which is empty for a whole tag, and what follows it. */
export interface ScannedTag {
  readonly handle: string;
  readonly suffix: string;
}

/** Reads a tag (YAML 1.1, 6.9.1). */
export function scanTag(cursor: TextCursor): ScannedTag {
  const start = cursor.offset;
  const tag = cursor.peek(1) === Char.Less ? scanWholeTag(cursor) : scanShortTag(cursor);
  if (!isGap(cursor.peek())) throw new YamlError('tag', start);
  return tag;
}

function scanWholeTag(cursor: TextCursor): ScannedTag {
  const start = cursor.offset;
  cursor.offset += 2;
  const suffix = scanUri(cursor, start);
  if (suffix === '' || cursor.peek() !== Char.Greater) throw new YamlError('tag', start);
  cursor.offset++;
  return { handle: '', suffix };
}

function scanShortTag(cursor: TextCursor): ScannedTag {
  const start = cursor.offset;
  const handle = scanHandle(cursor);
  const uri = scanUri(cursor, start);
  if (handle.length > 1 && handle.endsWith('!')) {
    if (uri === '') throw new YamlError('tag', start);
    return { handle, suffix: uri };
  }
  const suffix = handle.slice(1) + uri;
  // The tag `!` stands for itself.
  return suffix === '' ? { handle: '', suffix: '!' } : { handle: '!', suffix };
}

/** A directive before a document (YAML 1.1, 6.8): its version, or the handle and the prefix of tags. */
export type ScannedDirective =
  | { readonly kind: 'version'; readonly version: string }
  | { readonly kind: 'tag'; readonly handle: string; readonly prefix: string };

/** Reads a directive and the line break behind it. */
export function scanDirective(cursor: TextCursor, onComment: () => void): ScannedDirective {
  const start = cursor.offset++;
  const name = scanName(cursor);
  if (!isGap(cursor.peek())) throw new YamlError('directive', start);
  passBlanks(cursor);
  let directive: ScannedDirective;
  if (name === 'YAML') directive = { kind: 'version', version: scanVersion(cursor, start) };
  else if (name === 'TAG') directive = { kind: 'tag', ...scanPrefix(cursor, start) };
  else throw new YamlError('directive', start);
  passBlanks(cursor);
  if (cursor.peek() === Char.Hash) onComment();
  if (!isBreak(cursor.peek()) && !cursor.isAtEnd) throw new YamlError('directive', start);
  cursor.passBreak();
  return directive;
}

function scanVersion(cursor: TextCursor, start: number): string {
  const major = scanNumber(cursor, start);
  if (cursor.peek() !== Char.Dot) throw new YamlError('directive', start);
  cursor.offset++;
  return `${major}.${scanNumber(cursor, start)}`;
}

/** A number of one or two digits. */
function scanNumber(cursor: TextCursor, start: number): number {
  const from = cursor.offset;
  while (isDigit(cursor.peek())) cursor.offset++;
  const length = cursor.offset - from;
  if (length === 0 || length > 2) throw new YamlError('directive', start);
  return Number(cursor.text.slice(from, cursor.offset));
}

function scanPrefix(cursor: TextCursor, start: number): { readonly handle: string; readonly prefix: string } {
  if (cursor.peek() !== Char.Exclamation) throw new YamlError('directive', start);
  const handle = scanHandle(cursor);
  if ((handle !== '!' && !handle.endsWith('!')) || !isBlank(cursor.peek())) throw new YamlError('directive', start);
  passBlanks(cursor);
  const prefix = scanUri(cursor, start);
  if (prefix === '' || !isGap(cursor.peek())) throw new YamlError('directive', start);
  return { handle, prefix };
}

/** `!`, `!!`, `!name!`, or `!name`, which is the start of a tag. */
function scanHandle(cursor: TextCursor): string {
  const from = cursor.offset++;
  while (isNameCharacter(cursor.peek())) cursor.offset++;
  if (cursor.peek() === Char.Exclamation) cursor.offset++;
  return cursor.text.slice(from, cursor.offset);
}

const OF_URIS = new Set([...";/?:@&=+$,.!~*'()[]%"].map((character) => character.charCodeAt(0)));

function scanUri(cursor: TextCursor, start: number): string {
  const from = cursor.offset;
  while (isNameCharacter(cursor.peek()) || OF_URIS.has(cursor.peek())) cursor.offset++;
  const raw = cursor.text.slice(from, cursor.offset);
  try {
    // Any character can be written as `%` and its code.
    return decodeURIComponent(raw);
  } catch {
    throw new YamlError('tag', start);
  }
}

function scanName(cursor: TextCursor): string {
  const from = cursor.offset;
  while (isNameCharacter(cursor.peek())) cursor.offset++;
  return cursor.text.slice(from, cursor.offset);
}

function passBlanks(cursor: TextCursor): void {
  while (isBlank(cursor.peek())) cursor.offset++;
}
