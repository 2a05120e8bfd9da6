import { type Event, parseEvents, YAMLException } from 'js-yaml';

/** What the parser says of a line in brackets or quotes that is not indented enough. It has no other name for this error. */
const DEFICIENT_INDENTATION = 'deficient indentation';

/** In UTF-16 units: how much text is parsed for one document, in all attempts. */
const MOST_PARSED = 20_000_000;

/** The events of a text, and the text that their offsets count in. */
export interface ParsedEvents {
  readonly events: readonly Event[];
  readonly text: string;
  /** Finds the offset in the text before spaces were inserted; `undefined` if none were. */
  readonly originalOffset: ((offset: number) => number) | undefined;
}

/**
 * Parses a text. In brackets and quotes, kubectl's parser (libyaml) does not look at the indentation of a line, and js-yaml does, as
 * YAML 1.2 asks: such lines get more spaces, which mean nothing there.
 * @throws YAMLException
 */
export function parseAsLibyaml(source: string): ParsedEvents {
  let [text, parsed, lastLine] = [source, 0, -1];
  // No node begins in a column behind the longest line. The lines that get spaces do not count, or each would get more than the last.
  let spaces = 0;
  const insertions: Insertion[] = [];
  const originalOffset = (offset: number): number => beforeInsertions(insertions, offset);
  for (;;) {
    try {
      // Depth is limited by the size of the tree: aliases add to it, too.
      const events = parseEvents(text, { maxDepth: Number.POSITIVE_INFINITY });
      return { events, text, originalOffset: insertions.length > 0 ? originalOffset : undefined };
    } catch (error) {
      if (!(error instanceof YAMLException) || !error.mark) throw error;
      parsed += text.length;
      const { position } = error.mark;
      const line = text.lastIndexOf('\n', position - 1) + 1;
      if (error.reason !== DEFICIENT_INDENTATION || line === lastLine || parsed > MOST_PARSED) {
        error.mark.position = originalOffset(position);
        throw error;
      }
      lastLine = line;
      spaces ||= longestLine(source) + 1;
      insertions.push({ offset: line, spaces });
      text = text.slice(0, line) + ' '.repeat(spaces) + text.slice(line);
    }
  }
}

/** Spaces at an offset of the text that has them. */
interface Insertion {
  readonly offset: number;
  readonly spaces: number;
}

/** Errors come in the order of the text, so that an insertion moves none of those before it. */
function beforeInsertions(insertions: readonly Insertion[], offset: number): number {
  let moved = 0;
  for (const { offset: start, spaces } of insertions) {
    if (offset <= start) break;
    moved += Math.min(spaces, offset - start);
  }
  return offset - moved;
}

/** The length of the longest line, without its line break. */
function longestLine(text: string): number {
  return text.split('\n').reduce((longest, { length }) => Math.max(longest, length), 0);
}
