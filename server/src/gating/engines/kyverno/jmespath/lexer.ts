import type { Json } from '../../../../manifest/json';

/** A token of JMESPath (JMESPath Specification, Grammar). */
export type Token =
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

/** @throws SyntaxError */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) at = pattern.lastIndex;
    return match ?? undefined;
  };
  while (at < text.length) {
    if (take(SPACE)) continue;
    const token = next(take);
    if (!token) throw new SyntaxError(`\`${text[at]}\` is not expected there`);
    tokens.push(token);
  }
  return [...tokens, { type: 'end' }];
}

function next(take: (pattern: RegExp) => RegExpExecArray | undefined): Token | undefined {
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

/** Text between backticks that isn't JSON is a string, as older expressions have it. */
function toLiteral(text: string): Json {
  try {
    return parseJson(text);
  } catch {
    return text.trim();
  }
}

function parseJson(text: string): Json {
  // What is parsed from JSON text is JSON.
  return JSON.parse(text) as Json;
}
