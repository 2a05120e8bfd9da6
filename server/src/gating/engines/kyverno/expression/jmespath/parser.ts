import { own } from '../../../../../text/own';
import { type Comparator, CURRENT, type Node } from './ast';
import { Cursor, POWERS } from './cursor';
import { JmesPathError } from './error';
import { jmesPathTokens } from './lexer';

/** A projection ends at an operator with a lower binding power than this. */
const PROJECTION_ENDS = 10;
const COMPARATORS: readonly string[] = ['==', '!=', '<', '<=', '>', '>='] satisfies Comparator[];
/** People write the expressions of policies, so that longer ones are not real. */
const MOST_TOKENS = 2000;

/**
 * Parses an expression.
 * @throws JmesPathError, or SyntaxError for a literal that is not JSON
 */
export function parseJmesPath(text: string): Node {
  const tokens = jmesPathTokens(text);
  if (tokens.length > MOST_TOKENS) throw new JmesPathError({ kind: 'too-long' });
  const parser = new Parser(tokens);
  const node = parser.expression(0);
  parser.end();
  return node;
}

class Parser extends Cursor {
  #depth = 0;

  expression(power: number): Node {
    if (++this.#depth > 100) throw new JmesPathError({ kind: 'too-deep' });
    let left = this.#start();
    while (power < this.power()) left = this.#continue(left);
    this.#depth--;
    return left;
  }

  #start(): Node {
    const token = this.next();
    if (token.type === 'literal') return { op: 'literal', value: token.value };
    if (token.type === 'name') {
      if (!token.isQuoted && this.takes('(')) return { op: 'call', name: token.text, args: this.#list(')') };
      return { op: 'field', name: token.text };
    }
    switch (token.type === 'mark' ? token.text : '') {
      case '@':
        return CURRENT;
      case '*':
        return this.#project('values', CURRENT);
      case '[]':
        return this.#project('items', { op: 'flatten', left: CURRENT });
      case '[?':
        return this.#filter(CURRENT);
      case '[':
        return this.#bracket(CURRENT, true);
      case '{':
        return this.#map();
      case '!':
        return { op: 'not', operand: this.expression(POWERS['!'] ?? 0) };
      case '&':
        return { op: 'reference', operand: this.expression(0) };
      case '(': {
        const inner = this.expression(0);
        this.expect(')');
        return inner;
      }
      default:
        return this.fail();
    }
  }

  #continue(left: Node): Node {
    const token = this.next();
    const mark = token.type === 'mark' ? token.text : '';
    switch (mark) {
      case '.':
        if (this.takes('*')) return this.#project('values', left);
        return { op: 'chain', left, right: this.#afterDot() };
      case '|':
        return { op: 'chain', left, right: this.expression(POWERS['|'] ?? 0) };
      case '||':
        return { op: 'or', left, right: this.expression(POWERS['||'] ?? 0) };
      case '&&':
        return { op: 'and', left, right: this.expression(POWERS['&&'] ?? 0) };
      case '[]':
        return this.#project('items', { op: 'flatten', left });
      case '[?':
        return this.#filter(left);
      case '[':
        return this.#bracket(left, false);
      default:
        if (!COMPARATORS.includes(mark)) return this.fail();
        return { op: 'compare', by: mark as Comparator, left, right: this.expression(own(POWERS, mark) ?? 0) };
    }
  }

  #afterDot(): Node {
    if (this.takes('[')) return { op: 'list', items: this.#list(']') };
    if (this.takes('{')) return this.#map();
    if (this.peek().type !== 'name') return this.fail();
    return this.expression(POWERS['.'] ?? 0);
  }

  /** The part behind a projection is evaluated on each of its items. */
  #project(over: 'items' | 'values', left: Node): Node {
    return { op: 'project', over, left, right: this.#projected() };
  }

  #filter(left: Node): Node {
    const condition = this.expression(0);
    this.expect(']');
    return { op: 'filter', left, condition, right: this.#projected() };
  }

  #projected(): Node {
    if (this.power() < PROJECTION_ENDS) return CURRENT;
    if (this.takes('.')) return this.takes('*') ? this.#project('values', CURRENT) : this.#tail(this.#afterDot());
    return this.#tail(CURRENT);
  }

  #tail(start: Node): Node {
    let left = start;
    while (this.power() >= PROJECTION_ENDS) left = this.#continue(left);
    return left;
  }

  #bracket(left: Node, mayBeList: boolean): Node {
    if (this.takes('*')) {
      this.expect(']');
      return this.#project('items', left);
    }
    const token = this.peek();
    if (token.type === 'number' || (token.type === 'mark' && token.text === ':')) return this.#index(left);
    if (!mayBeList) return this.fail();
    return { op: 'list', items: this.#list(']') };
  }

  #index(left: Node): Node {
    const parts: (number | undefined)[] = [undefined];
    for (let token = this.next(); token.type !== 'mark' || token.text !== ']'; token = this.next()) {
      if (token.type === 'number') parts[parts.length - 1] = token.value;
      else if (token.type === 'mark' && token.text === ':' && parts.length < 3) parts.push(undefined);
      else this.fail();
    }
    const [index] = parts;
    if (parts.length === 1 && index !== undefined) return { op: 'chain', left, right: { op: 'index', index } };
    return this.#project('items', { op: 'chain', left, right: { op: 'slice', parts } });
  }

  #list(close: string): Node[] {
    const items: Node[] = [];
    if (this.takes(close)) return items;
    do items.push(this.expression(0));
    while (this.takes(','));
    this.expect(close);
    return items;
  }

  #map(): Node {
    const entries: { key: string; value: Node }[] = [];
    do {
      const token = this.next();
      if (token.type !== 'name') return this.fail();
      this.expect(':');
      entries.push({ key: token.text, value: this.expression(0) });
    } while (this.takes(','));
    this.expect('}');
    return { op: 'map', entries };
  }
}
