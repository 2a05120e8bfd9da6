import { Lexer } from 'yaml';
import type { Span } from './value';

/**
 * A comment that silences rules:
 * `# sidecar-guard-disable-line RULE…`, `# sidecar-guard-disable-next-line RULE… -- reason`, and
 * `# sidecar-guard-disable RULE…` for the rest of the document.
 */
export interface Directive {
  /** The rules it names; empty for all of them. */
  readonly rules: readonly string[];
  /** The first and the last line that it covers, 0-based within its document, both included. */
  readonly firstLine: number;
  readonly lastLine: number;
  /** The comment. */
  readonly span: Span;
}

const DIRECTIVE = /#[ \t]*sidecar-guard-disable(-line|-next-line)?(?=\s|$)([^\n]*)/;

/** The lexer's own marks (start of a document, of a scalar, end of flow), which are no text. */
const MARKS = new Set(['\u0002', '\u0018', '\u001f']);

/** The directives of a document, in the order of their lines. Text in strings is no comment. */
export function directivesOf(text: string): Directive[] {
  if (!text.includes('sidecar-guard-disable')) return [];
  const directives: Directive[] = [];
  let [offset, line] = [0, 0];
  for (const token of new Lexer().lex(text)) {
    if (MARKS.has(token)) continue;
    const match = token.startsWith('#') ? DIRECTIVE.exec(token) : null;
    if (match) directives.push(toDirective(match, line, { start: offset, end: offset + token.trimEnd().length }));
    offset += token.length;
    line += token.split('\n').length - 1;
  }
  return directives;
}

function toDirective([, kind, rest = '']: RegExpExecArray, line: number, span: Span): Directive {
  const names = rest.split(' -- ', 1)[0] ?? '';
  const rules = names.split(/[\s,]+/).filter(Boolean);
  if (kind === '-line') return { rules, firstLine: line, lastLine: line, span };
  if (kind === '-next-line') return { rules, firstLine: line + 1, lastLine: line + 1, span };
  return { rules, firstLine: line, lastLine: Number.POSITIVE_INFINITY, span };
}
