import { depthOf, groupEnd, splitAt, type Token, tokensOf } from './tokens';

/** A rule, or one of several of the same name (Policy Language, "Rules"). */
export interface RegoRule {
  readonly name: string;
  /** What a function takes. */
  readonly args: readonly Token[] | undefined;
  /** The member of a set, or the key of an object: `name[key]`, or `name contains key`. */
  readonly key: readonly Token[] | undefined;
  readonly value: readonly Token[];
  readonly body: readonly (readonly Token[])[];
  /** What else it says: that it is a default, `else`, another body. */
  readonly rest: readonly Token[];
}

export interface RegoModule {
  readonly code: string;
  /** `lib.exempt_container`. */
  readonly packageName: string;
  /** The path behind each name that an import makes. */
  readonly imports: ReadonlyMap<string, string>;
  readonly rules: readonly RegoRule[];
}

/** Imports that only say which syntax is used. */
const OF_SYNTAX = /^(?:future\.keywords(?:\..*)?|rego\.v1)$/;

/** A module of Rego taken apart; `undefined` where that can't be done. */
export function parseModule(code: string): RegoModule | undefined {
  const tokens = tokensOf(code);
  if (tokens?.reduce((depth, token) => depth + depthOf(token), 0) !== 0) return undefined;
  const imports = new Map<string, string>();
  const rules: RegoRule[] = [];
  let packageName: string | undefined;
  for (const [first, ...others] of declarationsIn(tokens)) {
    if (first?.text === 'package') packageName = pathOf(others);
    else if (first?.text === 'import') {
      if (!addImport(imports, others)) return undefined;
    } else {
      const rule = first?.text === 'default' ? toRule(others, [first]) : first && toRule([first, ...others], []);
      if (!rule) return undefined;
      rules.push(rule);
    }
  }
  return packageName === undefined ? undefined : { code, packageName, imports, rules };
}

/** Whether an import is of a form that is known. */
function addImport(imports: Map<string, string>, tokens: readonly Token[]): boolean {
  const [before, after] = splitAtName(tokens, 'as');
  const path = pathOf(before);
  if (path === undefined || (after && after.length !== 1)) return false;
  if (!OF_SYNTAX.test(path)) imports.set(after?.[0]?.text ?? before.at(-1)?.text ?? '', path);
  return true;
}

/** `data.lib.exempt_container.is_exempt`. */
function pathOf(tokens: readonly Token[]): string | undefined {
  const path = tokens.map(({ text }) => text).join('');
  return /^\w+(?:\.\w+)*$/.test(path) && tokens.every(({ kind }) => kind !== 'line') ? path : undefined;
}

/** A declaration ends where its line does, unless a body or something after an operator still has to come. */
function declarationsIn(tokens: readonly Token[]): Token[][] {
  const found: Token[][] = [[]];
  let depth = 0;
  for (const [at, token] of tokens.entries()) {
    depth += depthOf(token);
    const current = found.at(-1);
    if (token.kind !== 'line' || depth > 0) current?.push(token);
    else if (current && current.length > 0 && !isUnfinished(current, tokens, at)) found.push([]);
  }
  return found.filter((declaration) => declaration.length > 0);
}

function isUnfinished(current: readonly Token[], tokens: readonly Token[], at: number): boolean {
  // `import future.keywords.if`
  if (current[0]?.text === 'import') return false;
  const next = wordFrom(tokens, at);
  return /^(?::=|=|if|contains|else)$/.test(current.at(-1)?.text ?? '') || /^(?:\{|else)$/.test(next?.text ?? '');
}

/** `undefined` for a head of another form: `a.b`, or `a[b] if`, which makes no set. */
function toRule(tokens: readonly Token[], more: readonly Token[]): RegoRule | undefined {
  const [name, ...others] = tokens;
  if (name?.kind !== 'name') return undefined;
  const [before, after] = splitAtName(others, 'if');
  const start = after ? before.length : startOfBody(others);
  const head = after && before[0]?.text === '[' ? undefined : headOf(others.slice(0, start));
  const conditions = after ?? others.slice(start);
  const hasBraces = conditions[0]?.text === '{';
  const end = hasBraces ? groupEnd(conditions, 0) : conditions.length;
  const body = hasBraces ? conditions.slice(1, end - 1) : conditions;
  return (
    head && {
      name: name.text,
      ...head,
      body: splitAt(withSeparators(body), ';'),
      rest: [...more, ...withSeparators(conditions.slice(end))],
    }
  );
}

function startOfBody(tokens: readonly Token[]): number {
  let at = 0;
  while (at < tokens.length && tokens[at]?.text !== '{') at = depthOf(tokens[at]) === 1 ? groupEnd(tokens, at) : at + 1;
  return at;
}

function headOf(tokens: readonly Token[]): Pick<RegoRule, 'args' | 'key' | 'value'> | undefined {
  let at = 0;
  const group = (opening: string): Token[] | undefined => {
    if (tokens[at]?.text !== opening) return undefined;
    const start = at + 1;
    at = groupEnd(tokens, at);
    return withoutLines(tokens.slice(start, at - 1));
  };
  const args = group('(');
  const key = group('[');
  const others = tokens.slice(at);
  const [sign, ...term] = others;
  if (sign === undefined) return { args, key, value: [] };
  if (sign.text === '=' || sign.text === ':=') return { args, key, value: withoutLines(term) };
  return sign.text === 'contains' && !key ? { args, key: bare(term), value: [] } : undefined;
}

/** What stands before and behind a name that is in no group; all is before where there is none. */
function splitAtName(tokens: readonly Token[], name: string): [Token[], Token[]?] {
  let depth = 0;
  for (const [at, token] of tokens.entries()) {
    depth += depthOf(token);
    if (depth === 0 && token.kind === 'name' && token.text === name) return [tokens.slice(0, at), tokens.slice(at + 1)];
  }
  return [[...tokens]];
}

/** `({"msg": msg})` is `{"msg": msg}`. */
function bare(tokens: readonly Token[]): Token[] {
  const words = withoutLines(tokens);
  return words[0]?.text === '(' && groupEnd(words, 0) === words.length ? words.slice(1, -1) : words;
}

function withoutLines(tokens: readonly Token[]): Token[] {
  return tokens.filter(({ kind }) => kind !== 'line');
}

const JOINS = /^(?:[|&=<>+*/%.,;]|:=|==|!=|<=|>=)$/;

/** With `;` for each end of a line that separates statements: in the body itself, and in those of comprehensions. */
function withSeparators(body: readonly Token[]): Token[] {
  const made: Token[] = [];
  const isBody = [true];
  for (const [at, token] of body.entries()) {
    if (token.kind === 'line') {
      if (isBody.at(-1) && separates(made.at(-1), body, at)) made.push({ ...token, kind: 'sign', text: ';' });
      continue;
    }
    if (depthOf(token) === 1) isBody.push(false);
    if (depthOf(token) === -1) isBody.pop();
    if (token.kind === 'sign' && token.text === '|') isBody[isBody.length - 1] = true;
    made.push(token);
  }
  return made;
}

/** Whether the end of a line stands between two statements, and not within one. */
function separates(last: Token | undefined, tokens: readonly Token[], at: number): boolean {
  const next = wordFrom(tokens, at);
  if (!last || !next || depthOf(last) === 1 || depthOf(next) === -1) return false;
  return ![last, next].some(({ kind, text }) => kind === 'sign' && JOINS.test(text));
}

/** The first word at or behind a place that is no end of a line. */
function wordFrom(tokens: readonly Token[], at: number): Token | undefined {
  let place = at;
  while (tokens[place]?.kind === 'line') place++;
  return tokens[place];
}
