import { int } from '../values';
import type { BinaryOperator, CelNode, Literal } from './node';
import { CelSyntaxProblem } from './problems';
import { type CelToken, tokensOf } from './tokens';

/** Words that no variable or function can have as its name (CEL language definition, "Syntax"). */
export const RESERVED: ReadonlySet<string> = new Set(
  'as break const continue else for function if import let loop package namespace return var void while'.split(' '),
);
const WORDS: ReadonlyMap<string, Literal> = new Map<string, Literal>([
  ['true', true],
  ['false', false],
  ['null', null],
]);
const RELATIONS: ReadonlySet<string> = new Set(['<', '<=', '>', '>=', '==', '!=', 'in']);
const SUMS: ReadonlySet<string> = new Set(['+', '-']);
const PRODUCTS: ReadonlySet<string> = new Set(['*', '/', '%']);
/** The parser of Kubernetes has the same limit. */
const MOST_LEVELS = 250;

/**
 * The nodes of an expression.
 * @param isNamespaced whether there is a function with this name, which has dots
 * @throws CelSyntaxProblem if it is none
 * @throws TemplateProblem
 * @throws RangeError if it has too many levels
 */
export function parseCel(text: string, isNamespaced: (name: string) => boolean): CelNode {
  return new Parser(tokensOf(text), isNamespaced).all();
}

class Parser {
  readonly #tokens: readonly CelToken[];
  readonly #isNamespaced: (name: string) => boolean;
  #index = 0;
  #levels = 0;

  constructor(tokens: readonly CelToken[], isNamespaced: (name: string) => boolean) {
    this.#tokens = tokens;
    this.#isNamespaced = isNamespaced;
  }

  all(): CelNode {
    const node = this.#expression();
    if (this.#next.kind !== 'end') throw this.#unexpected();
    return node;
  }

  get #next(): CelToken {
    return this.#tokens[this.#index] ?? { kind: 'end', text: '<EOF>' };
  }

  #unexpected(): CelSyntaxProblem {
    const { kind, text, value } = this.#next;
    return new CelSyntaxProblem(
      `Syntax error at ${kind === 'value' && text === '' ? `'${String(value)}'` : `'${text}'`}`,
    );
  }

  #takes(sign: string): boolean {
    const { kind, text } = this.#next;
    const isThere = kind !== 'value' && kind !== 'quoted-name' && text === sign;
    if (isThere) this.#index++;
    return isThere;
  }

  #expect(sign: string): void {
    if (!this.#takes(sign)) throw this.#unexpected();
  }

  #deeper<T>(parse: () => T): T {
    if (++this.#levels > MOST_LEVELS) throw new RangeError('The expression has too many levels.');
    const parsed = parse();
    this.#levels--;
    return parsed;
  }

  #expression(): CelNode {
    return this.#deeper(() => {
      const condition = this.#logic('||', () => this.#logic('&&', () => this.#operation(RELATIONS)));
      if (!this.#takes('?')) return condition;
      const first = this.#logic('||', () => this.#logic('&&', () => this.#operation(RELATIONS)));
      this.#expect(':');
      return { op: '?:', args: [condition, first, this.#expression()] };
    });
  }

  #logic(op: '&&' | '||', part: () => CelNode): CelNode {
    const parts = [part()];
    while (this.#takes(op)) parts.push(part());
    const [only] = parts;
    return only && parts.length === 1 ? only : { op, args: parts };
  }

  #operation(signs: ReadonlySet<string>): CelNode {
    const part = (): CelNode =>
      signs === RELATIONS ? this.#operation(SUMS) : signs === SUMS ? this.#operation(PRODUCTS) : this.#unary();
    let left = part();
    let levels = this.#levels;
    while (this.#next.kind !== 'value' && signs.has(this.#next.text)) {
      if (++levels > MOST_LEVELS) throw new RangeError('The expression has too many levels.');
      const op = this.#next.text as BinaryOperator;
      this.#index++;
      left = { op, args: [left, part()] };
    }
    return left;
  }

  #unary(): CelNode {
    for (const [sign, op] of [
      ['!', '!_'],
      ['-', '-_'],
    ] as const) {
      let count = 0;
      // A minus before a number is a part of the number.
      while (!(sign === '-' && count === 0 && this.#isNegativeNumber()) && this.#takes(sign)) count++;
      if (count === 0) continue;
      const of = this.#member();
      return count % 2 === 0 ? of : { op, args: of };
    }
    return this.#member();
  }

  #isNegativeNumber(): boolean {
    const value = this.#tokens[this.#index + 1]?.value;
    return (
      this.#next.text === '-' && this.#next.kind === 'sign' && (typeof value === 'bigint' || typeof value === 'number')
    );
  }

  #member(): CelNode {
    let node = this.#primary();
    let levels = this.#levels;
    for (;;) {
      if (++levels > MOST_LEVELS) throw new RangeError('The expression has too many levels.');
      if (this.#takes('.')) node = this.#field(node);
      else if (this.#takes('[')) {
        const op = this.#takes('?') ? '[?]' : '[]';
        node = { op, args: [node, this.#expression()] };
        this.#expect(']');
      } else if (this.#next.kind === 'sign' && this.#next.text === '{' && nameOf(node) !== undefined) {
        this.#index++;
        node = { op: 'struct', args: [nameOf(node) ?? '', this.#fields()] };
      } else return node;
    }
  }

  #field(of: CelNode): CelNode {
    const isOptional = this.#takes('?');
    const isQuoted = this.#next.kind === 'quoted-name';
    const name = this.#fieldName();
    if (isOptional) return { op: '.?', args: [of, name] };
    if (isQuoted || !this.#takes('(')) return { op: '.', args: [of, name] };
    const args = this.#items(')');
    const receiver = nameOf(of);
    const whole = `${receiver}.${name}`;
    if (receiver !== undefined && this.#isNamespaced(whole)) return { op: 'call', args: [whole, args] };
    return { op: 'rcall', args: [name, of, args] };
  }

  #fieldName(): string {
    const { kind, text } = this.#next;
    if (kind !== 'quoted-name') return this.#name();
    this.#index++;
    return text;
  }

  #name(): string {
    const { kind, text } = this.#next;
    if (kind !== 'id' || WORDS.has(text) || text === 'in') throw this.#unexpected();
    this.#index++;
    return text;
  }

  #primary(): CelNode {
    const { kind, text, value } = this.#next;
    if (kind === 'value') {
      this.#index++;
      return { op: 'value', args: typeof value === 'bigint' ? this.#integer(value) : (value ?? null) };
    }
    const word = kind === 'id' ? WORDS.get(text) : undefined;
    if (word !== undefined) {
      this.#index++;
      return { op: 'value', args: word };
    }
    if (this.#takes('-')) return this.#negative();
    if (this.#takes('(')) {
      const inside = this.#expression();
      this.#expect(')');
      return inside;
    }
    if (this.#takes('[')) return { op: 'list', args: this.#items(']') };
    if (this.#takes('{')) return { op: 'map', args: this.#entries() };
    const isRooted = this.#takes('.');
    const name = this.#name();
    if (RESERVED.has(name)) throw new CelSyntaxProblem(`reserved identifier: ${name}`);
    if (this.#takes('(')) return { op: 'call', args: [name, this.#items(')')] };
    return { op: 'id', args: isRooted ? `.${name}` : name };
  }

  #negative(): CelNode {
    const { value } = this.#next;
    this.#index++;
    if (typeof value === 'bigint') return { op: 'value', args: this.#integer(-value) };
    if (typeof value === 'number') return { op: 'value', args: -value };
    throw this.#unexpected();
  }

  #integer(value: bigint): bigint {
    try {
      return int(value);
    } catch {
      throw new CelSyntaxProblem('invalid int literal');
    }
  }

  #items(end: string): CelNode[] {
    const items: CelNode[] = [];
    while (!this.#takes(end)) {
      const isOptional = end === ']' && this.#takes('?');
      const item = this.#expression();
      items.push(isOptional ? { op: '?', args: item } : item);
      if (this.#takes(',')) {
        // Lists and maps may end with a comma, arguments may not.
        if (end === ')' && this.#next.text === end) throw this.#unexpected();
      } else {
        this.#expect(end);
        break;
      }
    }
    return items;
  }

  #entries(): (readonly [CelNode, CelNode])[] {
    return this.#pairs(() => this.#expression());
  }

  #fields(): (readonly [string, CelNode])[] {
    return this.#pairs(() => this.#fieldName());
  }

  #pairs<K>(key: () => K): (readonly [K, CelNode])[] {
    const pairs: (readonly [K, CelNode])[] = [];
    while (!this.#takes('}')) {
      const isOptional = this.#takes('?');
      const name = key();
      this.#expect(':');
      const value = this.#expression();
      pairs.push([name, isOptional ? { op: '?', args: value } : value]);
      if (!this.#takes(',')) {
        this.#expect('}');
        break;
      }
    }
    return pairs;
  }
}

/** The name that a chain of fields is: `a.b.c`. */
function nameOf(node: CelNode): string | undefined {
  if (node.op === 'id') return node.args;
  if (node.op !== '.') return undefined;
  const of = nameOf(node.args[0]);
  return of === undefined ? undefined : `${of}.${node.args[1]}`;
}
