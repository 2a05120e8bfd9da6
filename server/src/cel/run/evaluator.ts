import { isThereUnknown } from '../data';
import { comparison, difference, negative, noOverload, product, quotient, remainder, sum } from '../library/arithmetic';
import { isSameValue } from '../library/equality';
import { getFrom, isMapValue } from '../library/maps';
import type { Overload } from '../library/overload';
import { isCelBinding, isMacro } from '../syntax/macros';
import type { CelNode } from '../syntax/node';
import { Failure, Optional, TypeOf, typeNameOf } from '../values';
import { costOfCall, NEW_LIST, NEW_MAP } from './call-cost';
import { isConstant, isInNothing } from './constants';
import { overloadFor } from './dispatch';
import { isIn, itemOf, optional } from './items';
import { isTrue, worseProblem } from './logic';
import { runMacro } from './macros';
import type { Meter } from './meter';
import type { NamedValues } from './names';
import { isPath, startsWithChoice } from './paths';

/** Evaluates one expression, and counts what it costs as the API server does. */
export class Evaluator {
  readonly meter: Meter;
  readonly #overloads: (name: string) => readonly Overload[];
  readonly #calls: ReadonlyMap<CelNode, Overload>;

  /** @param calls the calls whose form is known before */
  constructor(overloads: (name: string) => readonly Overload[], calls: ReadonlyMap<CelNode, Overload>, meter: Meter) {
    this.#overloads = overloads;
    this.#calls = calls;
    this.meter = meter;
  }

  /**
   * The value of a part of an expression.
   * @throws Failure, Unknowable, CostLimit
   */
  run(node: CelNode, scope: NamedValues): unknown {
    if (!isPath(node)) return this.#value(node, scope);
    let cost = startsWithChoice(node) ? 0 : 1;
    try {
      const value = this.path(node, scope);
      // The name of a type is a constant.
      if (node.op === 'id' && value instanceof TypeOf) cost = 0;
      return value;
    } finally {
      this.meter.add(cost);
    }
  }

  formOf(node: CelNode): Overload | undefined {
    return this.#calls.get(node);
  }

  /** The same without the cost of a path: a choice between paths does not add it. */
  path(node: CelNode, scope: NamedValues): unknown {
    switch (node.op) {
      case 'id':
        return scope.get(node.args);
      case '.':
      case '.?':
        return this.#field(this.path(node.args[0], scope), node.args[1], node.op === '.?');
      case '[]':
      case '[?]':
        return this.#at(node.args, node.op === '[?]', scope);
      case '?:': {
        const [condition, first, second] = node.args;
        return this.path(isTrue(this.run(condition, scope)) ? first : second, scope);
      }
      default:
        return this.run(node, scope);
    }
  }

  #field(of: unknown, name: string, isOptional: boolean): unknown {
    if (of instanceof Optional || isOptional) {
      const on = of instanceof Optional ? of.value : of;
      return this.#ifThere(isMapValue(on) ? getFrom(on, name) : undefined);
    }
    this.meter.add(1);
    const value = isMapValue(of) ? getFrom(of, name) : undefined;
    if (value === undefined) throw new Failure(isMapValue(of) ? `no such key: ${name}` : 'no such overload');
    return value;
  }

  /** What may be missing costs nothing if it is. */
  #ifThere(value: unknown): Optional {
    if (value === undefined) return Optional.NONE;
    this.meter.add(1);
    return Optional.of(value);
  }

  #at([list, place]: readonly [CelNode, CelNode], isOptional: boolean, scope: NamedValues): unknown {
    const of = this.path(list, scope);
    const index = this.path(place, scope);
    const on = of instanceof Optional ? of.value : of;
    if (of instanceof Optional || isOptional) return this.#ifThere(on === undefined ? undefined : itemOf(on, index));
    if (!startsWithChoice(place)) this.meter.add(1);
    const value = itemOf(on, index);
    if (value !== undefined) return value;
    throw new Failure(Array.isArray(on) ? `index out of bounds: ${String(index)}` : `no such key: ${String(index)}`);
  }

  #value(node: CelNode, scope: NamedValues): unknown {
    switch (node.op) {
      case 'value':
        return node.args;
      case 'list': {
        if (!isConstant(node)) this.meter.add(NEW_LIST);
        return this.#list(node.args, scope);
      }
      case 'map': {
        if (!isConstant(node)) this.meter.add(NEW_MAP);
        return this.#map(node.args, scope);
      }
      case '&&':
      case '||':
        return this.#logic(node.args, node.op === '||', scope);
      case '!_':
        return this.#call(node, '!_', [node.args], scope, ([value]) => !isTrue(value));
      case '-_':
        return this.#call(node, '-_', [node.args], scope, ([value]) => negative(value));
      case 'call':
        return this.#globalCall(node, scope);
      case 'rcall':
        if (isCelBinding(node)) return this.#binding(node.args[2], scope);
        return isMacro(node) ? runMacro(this, node, scope) : this.#memberCall(node, scope);
      case 'in':
        return this.#isIn(node, scope);
      case '==':
      case '!=':
        return this.#call(node, `_${node.op}_`, node.args, scope, ([one, other]) => {
          return isSameValue(one, other) === (node.op === '==');
        });
      case 'struct':
        throw new RangeError(`Values of the type ${node.args[0]} are not made here.`);
      case '?':
        return this.run(node.args, scope);
      default: {
        if (isPath(node)) return this.path(node, scope);
        const operate = OPERATORS[node.op];
        if (!operate) throw new RangeError(`"${node.op}" is not evaluated here.`);
        return this.#call(node, `_${node.op}_`, node.args, scope, ([one, other]) => operate(one, other));
      }
    }
  }

  /**
   * Evaluates both of two arguments before the first one that fails counts, as the API server does. Of more, it evaluates none
   * behind one that fails.
   */
  #call(
    node: CelNode,
    name: string,
    nodes: readonly CelNode[],
    scope: NamedValues,
    run: (args: readonly unknown[]) => unknown,
  ): unknown {
    let failure: Failure | undefined;
    const args = nodes.map((arg, index): unknown => {
      try {
        return this.run(arg, scope);
      } catch (error) {
        if (!(error instanceof Failure) || (nodes.length > 2 && index < nodes.length - 1)) throw error;
        failure ??= error;
        return null;
      }
    });
    let result: unknown;
    try {
      if (failure) throw failure;
      result = run(args);
    } finally {
      this.meter.add(costOfCall(name, this.#calls.get(node), args, result));
    }
    return result;
  }

  #globalCall(node: CelNode & { readonly op: 'call' }, scope: NamedValues): unknown {
    const [name, args] = node.args;
    const [field] = args;
    if (name === 'has' && field && (field.op === '.' || field.op === '.?')) return this.#has(field, scope);
    if (isConstant(node)) {
      // It is made once, so that it costs nothing.
      return this.#invoke(
        node,
        name,
        false,
        args.map((arg) => this.run(arg, scope)),
      );
    }
    return this.#call(node, name, args, scope, (values) => this.#invoke(node, name, false, values));
  }

  #memberCall(node: CelNode & { readonly op: 'rcall' }, scope: NamedValues): unknown {
    const [name, receiver, args] = node.args;
    const [alternative] = args;
    if ((name === 'or' || name === 'orValue') && alternative && args.length === 1) {
      const value = this.run(receiver, scope);
      if (!(value instanceof Optional)) throw noOverload();
      if (!value.hasValue) return this.run(alternative, scope);
      return name === 'or' ? value : value.value;
    }
    return this.#call(node, name, [receiver, ...args], scope, (values) => this.#invoke(node, name, true, values));
  }

  #invoke(node: CelNode, name: string, isMember: boolean, args: readonly unknown[]): unknown {
    const overload = overloadFor(this.#calls.get(node), this.#overloads(name), isMember, args);
    return (overload.run as (...values: readonly unknown[]) => unknown)(...args);
  }

  /** `cel.bind(name, value, expression)`, which Kyverno has and Kubernetes has not. */
  #binding([name, value, body]: readonly CelNode[], scope: NamedValues): unknown {
    if (name?.op !== 'id' || !value || !body) throw noOverload();
    const bound = this.run(value, scope);
    return this.run(body, { get: (other) => (other === name.args ? bound : scope.get(other)) });
  }

  #has({ op, args: [of, name] }: CelNode & { readonly op: '.' | '.?' }, scope: NamedValues): boolean {
    const value = this.path(of, scope);
    if (!startsWithChoice(of)) this.meter.add(1);
    const on = value instanceof Optional ? value.value : value;
    if (!isMapValue(on)) return false;
    if (op === '.' && !(on instanceof Map) && isThereUnknown(on, name)) return true;
    return getFrom(on, name) !== undefined;
  }

  /** An error or an unknown value does not matter if another part decides. */
  #logic(parts: readonly CelNode[], deciding: boolean, scope: NamedValues): boolean {
    let problem: unknown;
    for (const part of parts) {
      try {
        if (isTrue(this.run(part, scope)) === deciding) return deciding;
      } catch (error) {
        problem = worseProblem(problem, error);
      }
    }
    if (problem !== undefined) throw problem;
    return !deciding;
  }

  #isIn(node: CelNode & { readonly op: 'in' }, scope: NamedValues): boolean {
    if (isInNothing(node)) return false;
    const [item, list] = node.args;
    if (this.#calls.get(node)?.id === '@in(A, list<A>): bool' && isConstant(list)) {
      const constants = this.run(list, scope);
      // The API server looks it up in a set of such constants at no cost.
      if (Array.isArray(constants) && constants.every((one) => IN_SETS.has(typeNameOf(one)))) {
        const value = this.run(item, scope);
        return constants.some((one) => isSameValue(one, value));
      }
    }
    return this.#call(node, '@in', node.args, scope, (values) => isIn(values[0], values[1])) === true;
  }

  #list(items: readonly CelNode[], scope: NamedValues): unknown[] {
    return items.flatMap((item) => {
      const value = this.run(item.op === '?' ? item.args : item, scope);
      return item.op === '?' ? optional(value) : [value];
    });
  }

  #map(entries: readonly (readonly [CelNode, CelNode])[], scope: NamedValues): Map<unknown, unknown> {
    const made = new Map<unknown, unknown>();
    for (const [key, value] of entries) {
      const name = this.run(key, scope);
      const own = this.run(value.op === '?' ? value.args : value, scope);
      const values = value.op === '?' ? optional(own) : [own];
      if (values.length > 0 && getFrom(made, name) !== undefined) throw new Failure(`duplicate key: ${String(name)}`);
      for (const one of values) made.set(name, one);
    }
    return made;
  }
}

/** The types of constants that the API server makes sets of. */
const IN_SETS: ReadonlySet<string> = new Set('bool double int string uint'.split(' '));

const OPERATORS: Readonly<Partial<Record<string, (one: unknown, other: unknown) => unknown>>> = {
  '+': sum,
  '-': difference,
  '*': product,
  '/': quotient,
  '%': remainder,
  '<': (one, other) => comparison(one, other) < 0,
  '<=': (one, other) => comparison(one, other) <= 0,
  '>': (one, other) => comparison(one, other) > 0,
  '>=': (one, other) => comparison(one, other) >= 0,
};
