import type { Json } from '../../../../../manifest/json';
import { JmesPathError } from './error';

/** A token of JMESPath (JMESPath Specification, Grammar). */
export type JmesPathToken =
  | { readonly type: 'name'; readonly text: string; readonly isQuoted: boolean }
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'literal'; readonly value: Json }
  | { readonly type: 'mark'; readonly text: string }
  | { readonly type: 'end' };

const SPACE = /\s+/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /-?\d+/y;
const QUOTED = /"(?:[^"\\]|\\.)*"/y;
const RAW = /'((?:[^'\\]|\\.)*)'/y;
const LITERAL = /`((?:[^`\\]|\\.)*)`/y;
const MARK = /\|\||&&|==|!=|<=|>=|\[\?|\[\]|[.*@&|!<>()[\]{},:]/y;

/**
 * Splits an expression into tokens.
 * @throws JmesPathError, or SyntaxError for a literal that is not JSON
 */
export function jmesPathTokens(text: string): JmesPathToken[] {
  const tokens: JmesPathToken[] = [];
  let index = 0;
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = index;
    const match = pattern.exec(text);
    if (match) index = pattern.lastIndex;
    return match ?? undefined;
  };
  while (index < text.length) {
    if (take(SPACE)) continue;
    const token = next(take);
    if (!token) throw new JmesPathError({ kind: 'unexpected-character', character: text.charAt(index) });
    tokens.push(token);
  }
  return [...tokens, { type: 'end' }];
}

function next(take: (pattern: RegExp) => RegExpExecArray | undefined): JmesPathToken | undefined {
  const name = take(NAME);
  if (name) return { type: 'name', text: name[0], isQuoted: false };
  const number = take(NUMBER);
  if (number) return { type: 'number', value: Number(number[0]) };
  const quoted = take(QUOTED);
  if (quoted) return { type: 'name', text: String(parseJson(quoted[0])), isQuoted: true };
  const raw = take(RAW);
  if (raw) return { type: 'literal', value: (raw[1] ?? '').replaceAll("\\'", "'") };
  const literal = take(LITERAL);
  if (literal) return { type: 'literal', value: toLiteral((literal[1] ?? '').replaceAll('\\`', '`')) };
  const mark = take(MARK);
  return mark && { type: 'mark', text: mark[0] };
}

/** Text between backticks that is not JSON is a string, as in older expressions. */
function toLiteral(text: string): Json {
  try {
    return parseJson(text);
  } catch {
    return text.trim();
  }
}

function parseJson(text: string): Json {
  // The result of `JSON.parse` is JSON.
  return JSON.parse(text) as Json;
}
