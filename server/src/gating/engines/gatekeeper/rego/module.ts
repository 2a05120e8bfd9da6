import { depthOf, groupEnd, type RegoToken, regoTokens, splitAt } from './tokens';

/** A rule, or one of several rules of the same name (Policy Language, "Rules"). */
export interface RegoRule {
  readonly name: string;
  /** The arguments of a function. */
  readonly args: readonly RegoToken[] | undefined;
  /** The member of a set, or the key of an object: `name[key]`, or `name contains key`. */
  readonly key: readonly RegoToken[] | undefined;
  readonly value: readonly RegoToken[];
  readonly body: readonly (readonly RegoToken[])[];
  /** The other parts of the rule: `default`, `else`, another body. */
  readonly rest: readonly RegoToken[];
}

export interface RegoModule {
  readonly code: string;
  /** For example `lib.exempt_container`. */
  readonly packageName: string;
  /** The path of each name that an import declares. */
  readonly imports: ReadonlyMap<string, string>;
  readonly rules: readonly RegoRule[];
}

/** Imports that only set the syntax. */
const OF_SYNTAX = /^(?:future\.keywords(?:\..*)?|rego\.v1)$/;

/** Parses a module of Rego; `undefined` if it cannot be parsed. */
export function parseModule(code: string): RegoModule | undefined {
  const tokens = regoTokens(code);
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

/** Returns whether an import has a known form. */
function addImport(imports: Map<string, string>, tokens: readonly RegoToken[]): boolean {
  const [before, after] = splitAtName(tokens, 'as');
  const path = pathOf(before);
  if (path === undefined || (after && after.length !== 1)) return false;
  if (!OF_SYNTAX.test(path)) imports.set(after?.[0]?.text ?? before.at(-1)?.text ?? '', path);
  return true;
}

/** For example `data.lib.exempt_container.is_exempt`. */
function pathOf(tokens: readonly RegoToken[]): string | undefined {
  const path = tokens.map(({ text }) => text).join('');
  return /^\w+(?:\.\w+)*$/.test(path) && tokens.every(({ kind }) => kind !== 'line') ? path : undefined;
}

/** A declaration ends with its line, unless a body or the operand of an operator follows. */
function declarationsIn(tokens: readonly RegoToken[]): RegoToken[][] {
  const found: RegoToken[][] = [[]];
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    depth += depthOf(token);
    const current = found.at(-1);
    if (token.kind !== 'line' || depth > 0) current?.push(token);
    else if (current && current.length > 0 && !isUnfinished(current, tokens, index)) found.push([]);
  }
  return found.filter((declaration) => declaration.length > 0);
}

function isUnfinished(current: readonly RegoToken[], tokens: readonly RegoToken[], index: number): boolean {
  // For example `import future.keywords.if`.
  if (current[0]?.text === 'import') return false;
  const next = wordFrom(tokens, index);
  return /^(?::=|=|if|contains|else)$/.test(current.at(-1)?.text ?? '') || /^(?:\{|else)$/.test(next?.text ?? '');
}

/** `undefined` for a head of another form: `a.b`, or `a[b] if`, which defines no set. */
function toRule(tokens: readonly RegoToken[], more: readonly RegoToken[]): RegoRule | undefined {
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

function startOfBody(tokens: readonly RegoToken[]): number {
  let index = 0;
  while (index < tokens.length && tokens[index]?.text !== '{')
    index = depthOf(tokens[index]) === 1 ? groupEnd(tokens, index) : index + 1;
  return index;
}

function headOf(tokens: readonly RegoToken[]): Pick<RegoRule, 'args' | 'key' | 'value'> | undefined {
  let index = 0;
  const group = (opening: string): RegoToken[] | undefined => {
    if (tokens[index]?.text !== opening) return undefined;
    const start = index + 1;
    index = groupEnd(tokens, index);
    return withoutLines(tokens.slice(start, index - 1));
  };
  const args = group('(');
  const key = group('[');
  const others = tokens.slice(index);
  const [sign, ...term] = others;
  if (sign === undefined) return { args, key, value: [] };
  if (sign.text === '=' || sign.text === ':=') return { args, key, value: withoutLines(term) };
  return sign.text === 'contains' && !key ? { args, key: bare(term), value: [] } : undefined;
}

/** The tokens before and behind a name outside of groups. Without the name, all tokens are before. */
function splitAtName(tokens: readonly RegoToken[], name: string): [RegoToken[], RegoToken[]?] {
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    depth += depthOf(token);
    if (depth === 0 && token.kind === 'name' && token.text === name)
      return [tokens.slice(0, index), tokens.slice(index + 1)];
  }
  return [[...tokens]];
}

/** Returns `{"msg": msg}` for `({"msg": msg})`. */
function bare(tokens: readonly RegoToken[]): RegoToken[] {
  const words = withoutLines(tokens);
  return words[0]?.text === '(' && groupEnd(words, 0) === words.length ? words.slice(1, -1) : words;
}

function withoutLines(tokens: readonly RegoToken[]): RegoToken[] {
  return tokens.filter(({ kind }) => kind !== 'line');
}

const JOINS = /^(?:[|&=<>+*/%.,;]|:=|==|!=|<=|>=)$/;

/** Inserts `;` for each line end between statements: in the body itself, and in comprehensions. */
function withSeparators(body: readonly RegoToken[]): RegoToken[] {
  const made: RegoToken[] = [];
  const isBody = [true];
  for (const [index, token] of body.entries()) {
    if (token.kind === 'line') {
      if (isBody.at(-1) && separates(made.at(-1), body, index)) made.push({ ...token, kind: 'sign', text: ';' });
      continue;
    }
    if (depthOf(token) === 1) isBody.push(false);
    if (depthOf(token) === -1) isBody.pop();
    if (token.kind === 'sign' && token.text === '|') isBody[isBody.length - 1] = true;
    made.push(token);
  }
  return made;
}

/** Whether a line end separates two statements. */
function separates(last: RegoToken | undefined, tokens: readonly RegoToken[], index: number): boolean {
  const next = wordFrom(tokens, index);
  if (!last || !next || depthOf(last) === 1 || depthOf(next) === -1) return false;
  return ![last, next].some(({ kind, text }) => kind === 'sign' && JOINS.test(text));
}

/** The first token from a place on that isn't a line end. */
function wordFrom(tokens: readonly RegoToken[], index: number): RegoToken | undefined {
  let place = index;
  while (tokens[place]?.kind === 'line') place++;
  return tokens[place];
}
