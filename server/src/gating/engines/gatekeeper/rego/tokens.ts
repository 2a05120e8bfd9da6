/** A word of Rego. */
export interface Token {
  /** `line` is the end of a line, which separates statements. */
  readonly kind: 'name' | 'text' | 'number' | 'sign' | 'line';
  /** As it is written; a text as JSON, in whichever quotes it is written. */
  readonly text: string;
  /** Offsets into the code. */
  readonly start: number;
  readonly end: number;
}

const TOKEN =
  /(?<space>[ \t\r]+|#[^\n]*)|(?<line>\n)|(?<name>[A-Za-z_]\w*)|(?<text>"(?:[^"\\\n]|\\.)*"|`[^`]*`)|(?<number>\d[\w.]*)|(?<sign>:=|==|!=|<=|>=|[^\s\w"`#])/y;
const KINDS = ['line', 'name', 'text', 'number', 'sign'] as const;

/** The words of Rego without comments (Policy Language, "Grammar"); `undefined` where a text has no end. */
export function tokensOf(code: string): Token[] | undefined {
  const pattern = new RegExp(TOKEN);
  const tokens: Token[] = [];
  while (pattern.lastIndex < code.length) {
    const start = pattern.lastIndex;
    const groups = pattern.exec(code)?.groups;
    if (!groups) return undefined;
    const kind = KINDS.find((one) => groups[one] !== undefined);
    const text = kind && groups[kind];
    if (kind && text) {
      tokens.push({ kind, text: kind === 'text' ? unquoted(text) : text, start, end: pattern.lastIndex });
    }
  }
  return tokens;
}

/** A raw text and a quoted one with the same characters are the same. */
function unquoted(text: string): string {
  if (text.startsWith('`')) return JSON.stringify(text.slice(1, -1));
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}

/** Whether tokens are exactly some words. */
export function areWords(tokens: readonly Token[], ...words: readonly string[]): boolean {
  return tokens.length === words.length && words.every((word, at) => tokens[at]?.text === word);
}

/** The place behind the group that the bracket at a place opens. */
export function groupEnd(tokens: readonly Token[], start: number): number {
  let depth = 0;
  for (let at = start; at < tokens.length; at++) {
    depth += depthOf(tokens[at]);
    if (depth === 0) return at + 1;
  }
  return tokens.length;
}

/** 1 for what opens a group, -1 for what closes one. */
export function depthOf(token: Token | undefined): number {
  if (token?.kind !== 'sign') return 0;
  return '([{'.includes(token.text) ? 1 : ')]}'.includes(token.text) ? -1 : 0;
}

/** The parts between separators that stand in no group. */
export function splitAt(tokens: readonly Token[], separator: string): Token[][] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    depth += depthOf(token);
    if (depth === 0 && token.kind === 'sign' && token.text === separator) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.filter((part) => part.length > 0);
}
