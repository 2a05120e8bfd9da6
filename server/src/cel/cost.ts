import type { ASTNode } from '@marcbachmann/cel-js';
import { isArray, isObject, type Json } from '../manifest/json';
import { QUANTIFIERS, TRANSFORMS } from './macros';

/** The size of the data of an evaluation, which bounds the cost of an expression. */
export interface DataSize {
  /** The largest list or map, and the longest text. */
  readonly items: number;
  readonly text: number;
  /** The same for the values of each key. */
  readonly byKey: ReadonlyMap<string, { items: number; text: number }>;
}

/** A bound on the value of an expression, and on the steps of its evaluation. */
export interface Bound {
  readonly cost: number;
  readonly items: number;
  readonly text: number;
  /** Whether it is a part of the data or a list of such parts: their fields are bounded by their names. */
  readonly isData?: boolean;
  /** Whether it is certainly a list: an addition to it does not make texts longer. */
  readonly isList?: boolean;
}

interface Circumstances {
  readonly size: DataSize;
  /** The bound of a variable of the policy. The cost of an expression that reads it does not include its cost. */
  variable(name: string): Bound | undefined;
  readonly bound: ReadonlyMap<string, Bound>;
}

const ONE: Bound = { cost: 1, items: 1, text: 24 };
/** Functions whose result does not grow with the text. */
const TELLING: ReadonlySet<string> = new Set(['contains', 'size', 'indexOf', 'lastIndexOf']);
/** Functions that read only as much of a text as the text to compare with. */
const AT_AN_END: ReadonlySet<string> = new Set(['startsWith', 'endsWith']);
/** Functions that return parts of a text, or a text of the same length. */
const SHORTENING: ReadonlySet<string> = new Set(['substring', 'charAt', 'trim', 'lowerAscii', 'upperAscii']);
/** A walk over a text costs a tenth of a step for each character, as in Kubernetes. */
const PER_CHARACTER = 0.1;

const interned = new Map<string, DataSize>();
const MOST_INTERNED = 2000;

/** The sizes of data, rounded up to powers of two, so much data has equal sizes. */
export function sizeOf(json: Json): DataSize {
  const byKey = new Map<string, { items: number; text: number }>();
  const visit = (value: Json, key: string): void => {
    const own = byKey.get(key) ?? { items: 0, text: 0 };
    byKey.set(key, own);
    const children = isArray(value) ? value : isObject(value) ? Object.values(value) : [];
    own.items = Math.max(own.items, children.length);
    own.text = Math.max(own.text, typeof value === 'string' ? value.length : 0);
    if (isArray(value)) for (const item of value) visit(item, '');
    else if (isObject(value)) for (const [name, item] of Object.entries(value)) visit(item, name);
  };
  visit(json, '');
  const keys = [...byKey.keys()].sort();
  for (const own of byKey.values()) {
    own.items = roundUp(own.items);
    own.text = roundUp(own.text);
  }
  const identity = keys.map((key) => `${key} ${byKey.get(key)?.items} ${byKey.get(key)?.text}`).join('\n');
  const known = interned.get(identity);
  if (known) return known;
  const all = [...byKey.values()];
  const size = {
    items: all.reduce((most, { items }) => Math.max(most, items), 0),
    text: all.reduce((most, { text }) => Math.max(most, text), 0),
    byKey,
  };
  if (interned.size >= MOST_INTERNED) interned.clear();
  interned.set(identity, size);
  return size;
}

function roundUp(size: number): number {
  return size === 0 ? 0 : 2 ** Math.ceil(Math.log2(size));
}

/**
 * The maximum cost of an expression in steps, for data of a size. The API server limits this cost during the evaluation
 * (Validating Admission Policy, "Resource constraints"); here it is known before the evaluation.
 */
export function boundOf(node: ASTNode, given: Circumstances): Bound {
  const bound = (child: ASTNode, also?: readonly (readonly [string, Bound])[]): Bound =>
    boundOf(child, also ? { ...given, bound: new Map([...given.bound, ...also]) } : given);
  switch (node.op) {
    case 'value':
      return typeof node.args === 'string' ? { ...ONE, text: node.args.length } : ONE;
    case 'id':
      return given.bound.get(node.args) ?? { cost: 1, items: given.size.items, text: given.size.text, isData: true };
    case '.':
    case '.?':
      return field(node.args[0], node.args[1], bound(node.args[0]), given);
    case '[]':
    case '[?]':
      return combine([bound(node.args[0]), bound(node.args[1])], (parts) => ({
        ...(parts[0] ?? ONE),
        cost: 0,
        isList: false,
      }));
    case 'list':
      return listOf(node.args.map((child) => bound(child)));
    case 'map':
      return literal(node.args.flatMap(([key, value]) => [bound(key), bound(value)]));
    case '!_':
    case '-_':
      return combine([bound(node.args)], () => ONE);
    case '?:':
      // The result is one of the last two.
      return combine(
        node.args.map((child) => bound(child)),
        ([, ...either]) => largest(either),
      );
    case '+':
      return combine([bound(node.args[0]), bound(node.args[1])], sum);
    case 'call':
      return call(node.args[1].map((child) => bound(child)));
    case 'rcall':
      return receiverCall(node.args, bound);
    default:
      return combine([bound(node.args[0]), bound(node.args[1])], (parts) => ({ ...ONE, cost: reading(parts) }));
  }
}

function field(receiver: ASTNode, name: string, of: Bound, { size, variable }: Circumstances): Bound {
  const own = receiver.op === 'id' && receiver.args === 'variables' ? variable(name) : undefined;
  // It is evaluated once, even if it is read several times.
  if (own) return { ...own, cost: 1 };
  if (!of.isData) return { ...of, cost: of.cost + 1 };
  return { ...(size.byKey.get(name) ?? { items: 0, text: 0 }), cost: of.cost + 1, isData: true };
}

type Rebound = (child: ASTNode, also?: readonly (readonly [string, Bound])[]) => Bound;

function receiverCall([name, receiver, args]: [string, ASTNode, ASTNode[]], bound: Rebound): Bound {
  const over = bound(receiver);
  const [first, ...bodies] = args;
  if (first?.op === 'id' && bodies.length > 0) {
    const names = [first, ...bodies].flatMap((arg) => (arg.op === 'id' ? [arg.args] : []));
    if (name === 'bind') {
      const [value, body] = bodies;
      const bounded = value ? bound(value) : ONE;
      const result = body ? bound(body, [[first.args, { ...bounded, cost: 1 }]]) : ONE;
      return { ...result, cost: over.cost + bounded.cost + result.cost };
    }
    if (QUANTIFIERS.has(name) || TRANSFORMS.has(name)) {
      const item = { ...over, cost: 1, isList: false };
      const each = bodies.map((body) =>
        bound(
          body,
          names.map((own) => [own, item] as const),
        ),
      );
      const cost = over.cost + over.items * (1 + total(each));
      if (QUANTIFIERS.has(name)) return { ...ONE, cost };
      const made = largest(each);
      if (name === 'filter') return { ...over, cost, isList: true };
      return { ...made, cost, items: Math.max(over.items, made.items), isList: name === 'map' };
    }
  }
  const given = args.map((arg) => bound(arg));
  if (AT_AN_END.has(name)) return { ...ONE, cost: 1 + total([over, ...given]) + reading(given) };
  const called = call([over, ...given]);
  if (TELLING.has(name)) return { ...ONE, cost: called.cost };
  return SHORTENING.has(name) ? { ...over, cost: called.cost } : called;
}

/** A function walks over its arguments. Its result can be many times longer than all of them together. */
function call(parts: readonly Bound[]): Bound {
  const text = parts.reduce((product, part) => product * Math.max(1, part.text), 1);
  const items = parts.reduce((most, part) => Math.max(most, part.items, part.text), 1);
  return { cost: 1 + total(parts) + reading(parts), items, text: parts.length > 1 ? text : (parts[0]?.text ?? 1) };
}

function literal(parts: readonly Bound[]): Bound {
  const { text, items } = largest(parts);
  // An empty one contains nothing that is not in the data.
  return { cost: 1 + total(parts), items: Math.max(items, parts.length), text, isData: parts.length === 0 };
}

function listOf(parts: readonly Bound[]): Bound {
  return { ...literal(parts), isData: parts.every(isData), isList: true };
}

function combine(parts: readonly Bound[], result: (parts: readonly Bound[]) => Bound): Bound {
  const made = result(parts);
  return { ...made, cost: 1 + total(parts) + made.cost };
}

function sum(parts: readonly Bound[]): Bound {
  const add = (of: (bound: Bound) => number): number => parts.reduce((so, part) => so + of(part), 0);
  const areLists = parts.some(({ isList }) => isList === true);
  return {
    cost: reading(parts),
    items: add((part) => part.items),
    text: areLists ? largest(parts).text : add((part) => part.text),
    isData: parts.every(isData),
    isList: areLists,
  };
}

function largest(parts: readonly Bound[]): Bound {
  const most = (of: (bound: Bound) => number): number => Math.max(0, ...parts.map(of));
  return {
    cost: 0,
    items: most((part) => part.items),
    text: most((part) => part.text),
    isData: parts.every(isData),
    isList: parts.length > 0 && parts.every(({ isList }) => isList === true),
  };
}

function isData(part: Bound): boolean {
  return part.isData === true;
}

function total(parts: readonly Bound[]): number {
  return parts.reduce((so, { cost }) => so + cost, 0);
}

function reading(parts: readonly Bound[]): number {
  return parts.reduce((so, { text }) => so + text * PER_CHARACTER, 0);
}
