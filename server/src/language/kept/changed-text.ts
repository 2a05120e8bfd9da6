import type { Span } from '../../manifest/value';
import type { TextChange } from '../synced-text';

/** With more changes at once, all that lies between them counts as changed. */
const MOST_CHANGES = 50;

/** A text, and a way to follow what stands in its lines through changes. */
export class ChangedText {
  #text: string;
  readonly #changes: readonly TextChange[];
  readonly #befores: readonly string[];

  /**
   * @param changes from the one text to the other; if they do not lead there, everything between the first and the last
   * difference counts as changed
   */
  constructor(before: string, after: string, changes: readonly TextChange[]) {
    const steps: string[] = [];
    this.#text = before;
    for (const change of changes.length > MOST_CHANGES ? [] : changes) {
      steps.push(this.#text);
      this.#text = applied(this.#text, change);
    }
    const isWhole = this.#text === after;
    this.#changes = (isWhole ? changes : [{ start: 0, end: before.length, newText: after }]).map((change, index) =>
      trimmed((isWhole ? steps[index] : before) ?? '', change),
    );
    this.#befores = isWhole ? steps : [before];
    this.#text = before;
  }

  /** Where a span is after the changes; `undefined` if one of its lines was changed. */
  follow(span: Span): Span | undefined {
    const lineStart = span.start === 0 ? 0 : this.#text.lastIndexOf('\n', span.start - 1) + 1;
    const lineEnd = endOfLine(this.#text, span.end);
    let moved = 0;
    for (const [index, change] of this.#changes.entries()) {
      const by = moveBy(this.#befores[index] ?? '', change, lineStart + moved, lineEnd + moved);
      if (by === undefined) return undefined;
      moved += by;
    }
    return { start: span.start + moved, end: span.end + moved };
  }
}

function applied(text: string, { start, end, newText }: TextChange): string {
  return text.slice(0, start) + newText + text.slice(end);
}

/** The same change without what both texts have in common. */
function trimmed(text: string, { start, end, newText }: TextChange): TextChange {
  const most = Math.min(end - start, newText.length);
  let head = 0;
  while (head < most && text[start + head] === newText[head]) head++;
  let tail = 0;
  while (tail < most - head && text[end - 1 - tail] === newText.at(-1 - tail)) tail++;
  return { start: start + head, end: end - tail, newText: newText.slice(head, newText.length - tail) };
}

/** By how much a change moves some whole lines; `undefined` if it changes them. */
function moveBy(
  text: string,
  { start, end, newText }: TextChange,
  lineStart: number,
  lineEnd: number,
): number | undefined {
  if (start === end && newText === '') return 0;
  if (end <= lineStart) {
    // What stands before them now must still be the end of a line.
    const before = end < lineStart ? '\n' : newText === '' ? text[start - 1] : newText.at(-1);
    return before === '\n' || before === undefined ? newText.length - (end - start) : undefined;
  }
  if (start >= lineEnd) {
    const behind = start > lineEnd ? '\n' : newText === '' ? text[end] : newText[0];
    return behind === '\n' || behind === undefined ? 0 : undefined;
  }
  return undefined;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}
