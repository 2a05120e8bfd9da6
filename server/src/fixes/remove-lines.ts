import type { ManifestDocument } from '../manifest/document';
import type { Span } from '../manifest/value';
import { columnOf, lineBreak, lineSpan } from './layout';
import type { TextEdit } from './text-edit';

/**
 * Takes whole lines out of a block. Comments in them stay, each on a line of its own in the column of what is taken out.
 * `undefined` if a comment there silences rules on a line that goes: it would silence them on the line behind it.
 * @param content the first character that is taken out
 */
export function removalOfLines(document: ManifestDocument, lines: Span, content: number): TextEdit | undefined {
  const { text } = document;
  const span = lineSpan(text, lines.start, lines.end);
  const comments = commentsIn(document, lines);
  if (silencesOneOf(document, lines)) return undefined;
  if (comments.length === 0) return { ...span, newText: '' };
  const eol = lineBreak(text);
  const kept = comments.map((comment) => ' '.repeat(columnOf(text, content)) + comment).join(eol);
  // At the end of a text without a line break, the one before the lines is a part of the span.
  return { ...span, newText: span.start < lines.start ? eol + kept : kept + eol };
}

/** The comments in a part of a document, in the order of the text. */
export function commentsIn({ text, comments }: ManifestDocument, { start, end }: Span): string[] {
  return comments
    .filter((comment) => comment.start >= start && comment.start < end)
    .map((comment) => text.slice(comment.start, comment.end));
}

/** Whether a comment silences rules on the line behind it, and that line is one of these. */
function silencesOneOf({ directives, lines: index }: ManifestDocument, { start, end }: Span): boolean {
  if (directives.length === 0) return false;
  const [first, last] = [index.lineAt(start), index.lineAt(end - 1)];
  return directives.some(({ span, firstLine, lastLine }) => {
    const isForNextLine = firstLine === lastLine && firstLine > index.lineAt(span.start);
    return isForNextLine && firstLine >= first && firstLine <= last + 1;
  });
}
