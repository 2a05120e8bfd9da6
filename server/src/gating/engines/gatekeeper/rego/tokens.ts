/** A token of Rego. */
export interface RegoToken {
  /** `line` is a line end, which separates statements. */
  readonly kind: 'name' | 'text' | 'number' | 'sign' | 'line';
  /** The text in the code; a string as JSON, with either kind of quotes. */
  readonly text: string;
  /** Offsets into the code. */
  readonly start: number;
  readonly end: number;
}

const TOKEN =
  /(?<space>[ \t\r]+|#[^\n]*)|(?<line>\n)|(?<name>[A-Za-z_]\w*)|(?<text>"(?:[^"\\\n]|\\.)*"|`[^`]*`)|(?<number>\d[\w.]*)|(?<sign>:=|==|!=|<=|>=|[^\s\w"`#])/y;
const KINDS = ['line', 'name', 'text', 'number', 'sign'] as const;

/** The tokens of Rego code without comments (Policy Language, "Grammar"); `undefined` if a string has no end. */
export function regoTokens(code: string): RegoToken[] | undefined {
  const pattern = new RegExp(TOKEN);
  const tokens: RegoToken[] = [];
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

/** Raw and quoted strings with the same characters are equal. */
function unquoted(text: string): string {
  if (text.startsWith('`')) return JSON.stringify(text.slice(1, -1));
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}

/** Whether tokens are exactly these words. */
export function areWords(tokens: readonly RegoToken[], ...words: readonly string[]): boolean {
  return tokens.length === words.length && words.every((word, index) => tokens[index]?.text === word);
}

/** The place behind the group that the bracket at `start` opens. */
export function groupEnd(tokens: readonly RegoToken[], start: number): number {
  let depth = 0;
  for (let index = start; index < tokens.length; index++) {
    depth += depthOf(tokens[index]);
    if (depth === 0) return index + 1;
  }
  return tokens.length;
}

/** 1 for an opening bracket, -1 for a closing bracket. */
export function depthOf(token: RegoToken | undefined): number {
  if (token?.kind !== 'sign') return 0;
  return '([{'.includes(token.text) ? 1 : ')]}'.includes(token.text) ? -1 : 0;
}

/** The parts between separators outside of groups. */
export function splitAt(tokens: readonly RegoToken[], separator: string): RegoToken[][] {
  const parts: RegoToken[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    depth += depthOf(token);
    if (depth === 0 && token.kind === 'sign' && token.text === separator) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.filter((part) => part.length > 0);
}
