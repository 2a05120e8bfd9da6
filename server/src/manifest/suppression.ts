import { LineIndex } from './line-index';
import type { Span } from './value';

/**
 * A comment that silences rules:
 * `# sidecar-guard-disable-line RULE…`, `# sidecar-guard-disable-next-line RULE… -- reason`, and
 * `# sidecar-guard-disable RULE…` for the rest of the document.
 */
export interface Directive {
  /** The rules that it names; empty for all rules. */
  readonly rules: readonly string[];
  /** The first and the last line that it covers, 0-based in the document, both included. */
  readonly firstLine: number;
  readonly lastLine: number;
  /** The comment. */
  readonly span: Span;
  readonly reason: string | undefined;
}

const DIRECTIVE = /^#[ \t]*sidecar-guard-disable(-line|-next-line)?(?=\s|$)([^\n]*)/;

/** The directives of a document, in the order of their lines. Text in strings is not a comment. */
export function directivesOf(text: string, comments: readonly Span[]): Directive[] {
  if (comments.length === 0 || !text.includes('sidecar-guard-disable')) return [];
  const lines = new LineIndex(text);
  return comments.flatMap((span) => {
    const match = DIRECTIVE.exec(text.slice(span.start, span.end));
    return match ? [toDirective(match, lines.lineAt(span.start), span)] : [];
  });
}

function toDirective([, kind, rest = '']: RegExpExecArray, line: number, span: Span): Directive {
  const [names = '', ...words] = rest.split(' -- ');
  const rules = names.split(/[\s,]+/).filter(Boolean);
  const reason = words.length > 0 ? words.join(' -- ').trim() : undefined;
  if (kind === '-line') return { rules, firstLine: line, lastLine: line, span, reason };
  if (kind === '-next-line') return { rules, firstLine: line + 1, lastLine: line + 1, span, reason };
  return { rules, firstLine: line, lastLine: Number.POSITIVE_INFINITY, span, reason };
}
