import type { Overload } from '../library/overload';
import { isMacro } from '../syntax/macros';
import type { CelNode } from '../syntax/node';
import { Uint } from '../values';
import { checkFormat, type ListNode } from './check-format';
import { checkMacro, type NamedTypes } from './check-macro';
import { TypeProblem } from './problems';
import {
  BOOL,
  BYTES,
  type CelType,
  DOUBLE,
  DYN,
  ERROR,
  INT,
  isOptionalType,
  listOf,
  mapOf,
  NULL,
  nameOfType,
  optionalOf,
  STRING,
  struct,
  UINT,
  unwrapped,
} from './type';
import { isAnything, isEquivalent, moreGeneral, Substitutions } from './unify';

/** What expressions can refer to. */
export interface Declarations {
  /** The type of a variable; a name can have dots. */
  variable(name: string): CelType | undefined;
  /** The types of the fields of a struct. */
  field(struct: string, field: string): CelType | undefined;
  overloads(name: string): readonly Overload[];
}

/** What is known of an expression before it is evaluated. */
export interface Checked {
  readonly type: CelType;
  /** The only form of a function that a call can be, by which its cost is counted. */
  readonly calls: ReadonlyMap<CelNode, Overload>;
}

/**
 * The type of an expression, as the API server finds it when a policy is created.
 * @throws TypeProblem if it does not accept the expression
 */
export function checkTypes(root: CelNode, declarations: Declarations): Checked {
  const checker = new Checker(declarations);
  const type = checker.check(root, new Map());
  checker.end();
  return { type: checker.types.resolve(type, true), calls: checker.calls };
}

class Checker {
  readonly types = new Substitutions();
  readonly calls = new Map<CelNode, Overload>();
  readonly #declarations: Declarations;
  /** The items of literal lists, or the keys or the values of literal maps: the API server wants them to have one type. */
  readonly #alike: CelType[][] = [];
  /** The types of the items of literal lists, and of the keys and values of literal maps in turn. */
  readonly #items = new Map<CelNode, readonly CelType[]>();
  /** The texts of `format` that are literals, with the values if these are written as a list. */
  readonly #formatted: { readonly text: string; readonly values: ListNode }[] = [];
  /** In how many calls of `format`, which takes lists of all kinds of items, the part is. */
  #formats = 0;

  constructor(declarations: Declarations) {
    this.#declarations = declarations;
  }

  /** Checks what has to be checked when all types are known. */
  end(): void {
    for (const items of this.#alike) {
      const [first, ...others] = items.map((item) => this.types.resolve(item, true));
      const other = first && others.find((one) => !isEquivalent(one, first));
      if (first && other) throw mismatch(first, other);
    }
    const typesOf = (node: CelNode): readonly CelType[] =>
      (this.#items.get(node) ?? []).map((type) => this.types.resolve(type, true));
    for (const { text, values } of this.#formatted) checkFormat(text, values, typesOf);
  }

  check(node: CelNode, names: NamedTypes): CelType {
    switch (node.op) {
      case 'value':
        return typeOfLiteral(node.args);
      case 'id':
        return names.get(node.args) ?? this.#variable(node.args.replace(/^\./, ''));
      case '.':
      case '.?':
        return this.#select(node, names);
      case '[]':
      case '[?]':
        return this.call(node, node.op === '[]' ? '_[_]' : '_[?_]', false, this.#all(node.args, names));
      case '?':
        return this.check(node.args, names);
      case 'list': {
        const items = node.args.map((item) => this.#item(item, names));
        this.#items.set(node, items);
        return listOf(this.#join(items));
      }
      case 'map': {
        const keys = node.args.map(([key]) => this.check(key, names));
        const values = node.args.map(([, value]) => this.#item(value, names));
        this.#items.set(
          node,
          keys.flatMap((key, index) => [key, values[index] ?? DYN]),
        );
        return mapOf(this.#join(keys), this.#join(values));
      }
      case 'struct':
        return this.#struct(node.args[0]);
      case '!_':
      case '-_':
        return this.call(node, node.op === '!_' ? '!_' : '-_', false, [this.check(node.args, names)]);
      case '?:':
        return this.call(node, '_?_:_', false, this.#all(node.args, names));
      case '&&':
      case '||':
        for (const type of this.#all(node.args, names)) this.expect(BOOL, type);
        return BOOL;
      case 'call':
        if (node.args[0] === 'has' && node.args[1].length === 1) return this.#presence(node.args[1], names);
        return this.call(node, node.args[0], false, this.#all(node.args[1], names));
      case 'rcall':
        if (isMacro(node)) return checkMacro(this, node, names);
        return this.call(node, node.args[0], true, this.#argumentsOf(node, names));
      default:
        return this.call(node, node.op === 'in' ? '@in' : `_${node.op}_`, false, this.#all(node.args, names));
    }
  }

  /** @throws TypeProblem unless values of a type can be used where another is wanted */
  expect(wanted: CelType, type: CelType): void {
    if (!this.types.areAssignable([wanted], [type])) throw mismatch(wanted, this.types.resolve(type));
  }

  /** The type of the result of a call. */
  call(node: CelNode, name: string, isMember: boolean, args: readonly CelType[]): CelType {
    const all = this.#declarations.overloads(name);
    if (all.length === 0) throw new TypeProblem(`undeclared reference to '${name}' (in container '')`);
    let result: CelType | undefined;
    const matching: Overload[] = [];
    for (const overload of all) {
      if (overload.isMember !== isMember) continue;
      const fresh = new Map(overload.typeParams.map((param) => [param, this.types.fresh()]));
      const params = overload.params.map((param) => instantiated(param, fresh));
      if (!this.types.areAssignable(args, params)) continue;
      matching.push(overload);
      const own = this.types.resolve(instantiated(overload.result, fresh));
      if (result === undefined) result = own;
      else if (result.kind !== 'dyn' && nameOfType(own) !== nameOfType(result)) result = DYN;
    }
    if (result === undefined) throw this.noOverload(name, isMember, args);
    const [only] = matching;
    if (only && matching.length === 1) this.calls.set(node, only);
    return result;
  }

  noOverload(name: string, isMember: boolean, args: readonly CelType[]): TypeProblem {
    const [first, ...others] = args.map((arg) => nameOfType(this.types.resolve(arg, true)));
    const types = isMember ? `${first}.(${others.join(', ')})` : `(${[first, ...others].join(', ')})`;
    return new TypeProblem(`found no matching overload for '${name}' applied to '${types}'`);
  }

  #all(nodes: readonly CelNode[], names: NamedTypes): CelType[] {
    return nodes.map((node) => this.check(node, names));
  }

  #argumentsOf({ args: [name, receiver, args] }: CelNode & { readonly op: 'rcall' }, names: NamedTypes): CelType[] {
    if (name !== 'format') return this.#all([receiver, ...args], names);
    this.#formats++;
    const types = this.#all([receiver, ...args], names);
    this.#formats--;
    const [values] = args;
    if (values?.op === 'list' && receiver.op === 'value' && typeof receiver.args === 'string') {
      this.#formatted.push({ text: receiver.args, values });
    }
    return types;
  }

  #variable(name: string): CelType {
    const type = this.#declarations.variable(name);
    if (!type) throw new TypeProblem(`undeclared reference to '${name}' (in container '')`);
    return type;
  }

  #select(node: CelNode & { readonly op: '.' | '.?' }, names: NamedTypes): CelType {
    const [of, field] = node.args;
    const qualified = node.op === '.' && of.op === 'id' && !names.has(of.args) ? `${of.args}.${field}` : undefined;
    const declared = qualified === undefined ? undefined : this.#declarations.variable(qualified);
    return declared ?? this.#field(this.check(of, names), field, node.op === '.?');
  }

  #field(of: CelType, field: string, isOptional: boolean): CelType {
    const type = this.types.resolve(of);
    const own = this.#fieldOf(unwrapped(type), field);
    return this.types.resolve(isOptional || isOptionalType(type) ? optionalOf(own) : own);
  }

  #fieldOf(type: CelType, field: string): CelType {
    if (type.kind === 'map') return type.params[1] ?? DYN;
    if (type.kind === 'struct') {
      const own = this.#declarations.field(type.name, field);
      if (!own) throw new TypeProblem(`undefined field '${field}'`);
      return own;
    }
    if (type.kind === 'param') this.types.areAssignable([DYN], [type]);
    else if (!isAnything(type)) throw new TypeProblem(`type '${nameOfType(type)}' does not support field selection`);
    return DYN;
  }

  #presence([field]: readonly CelNode[], names: NamedTypes): CelType {
    if (field?.op !== '.') throw new TypeProblem('invalid argument to has() macro');
    this.#field(this.check(field.args[0], names), field.args[1], false);
    return BOOL;
  }

  #item(node: CelNode, names: NamedTypes): CelType {
    const type = this.check(node, names);
    if (node.op !== '?') return type;
    const resolved = this.types.resolve(type);
    if (!isOptionalType(resolved) && !isAnything(resolved)) throw mismatch(optionalOf(resolved), resolved);
    // The API server fails itself, so that it does not create the policy.
    if (!isOptionalType(resolved) && this.#formats === 0)
      throw new TypeProblem('the type of an optional entry is not known');
    return unwrapped(resolved);
  }

  #join(items: readonly CelType[]): CelType {
    if (items.length > 1 && this.#formats === 0) this.#alike.push([...items]);
    const [first, ...others] = items;
    return others.reduce((joined, item) => {
      return this.types.areAssignable([joined], [item]) ? moreGeneral(joined, item) : DYN;
    }, first ?? this.types.fresh());
  }

  #struct(name: string): CelType {
    if (this.#declarations.field(name, '') === undefined) {
      throw new TypeProblem(`undeclared reference to '${name}' (in container '')`);
    }
    return struct(name);
  }
}

function mismatch(expected: CelType, found: CelType): TypeProblem {
  return new TypeProblem(`expected type '${nameOfType(expected)}' but found '${nameOfType(found)}'`);
}

function instantiated(type: CelType, fresh: ReadonlyMap<string, CelType>): CelType {
  if (type.kind === 'param') return fresh.get(type.name) ?? type;
  return type.params.length === 0 ? type : { ...type, params: type.params.map((param) => instantiated(param, fresh)) };
}

function typeOfLiteral(value: unknown): CelType {
  switch (typeof value) {
    case 'bigint':
      return INT;
    case 'number':
      return DOUBLE;
    case 'string':
      return STRING;
    case 'boolean':
      return BOOL;
  }
  if (value === null) return NULL;
  return value instanceof Uint ? UINT : value instanceof Uint8Array ? BYTES : ERROR;
}
