import { BOOL, type CelType, DYN, ERROR, isSame, nameOfType } from './type';

/** What the parameters of types stand for, as the type check of CEL finds it out. */
export class Substitutions {
  readonly #known = new Map<string, CelType>();
  /** What parameters stood for before the changes of one comparison, in the order of the changes. */
  #changes: (readonly [name: string, before: CelType | undefined])[] = [];
  #count = 0;

  /** A parameter that stands for nothing yet. */
  fresh(): CelType {
    return { kind: 'param', name: `_var${this.#count++}`, params: [] };
  }

  /** A type with what its parameters stand for; parameters that stand for nothing become `dyn` at last. */
  resolve(type: CelType, isLast = false): CelType {
    if (type.kind === 'param') {
      const known = this.#known.get(type.name);
      if (known) return this.resolve(known, isLast);
      return isLast ? DYN : type;
    }
    if (type.params.length === 0) return type;
    return { ...type, params: type.params.map((param) => this.resolve(param, isLast)) };
  }

  /** Whether values of a type can be used where each of the others is wanted; then the parameters stand for these types. */
  areAssignable(types: readonly CelType[], wanted: readonly CelType[]): boolean {
    this.#changes = [];
    const isAssignable = this.#all(types, wanted);
    if (!isAssignable) this.#undo();
    return isAssignable;
  }

  #all(types: readonly CelType[], wanted: readonly CelType[]): boolean {
    return types.length === wanted.length && types.every((type, index) => this.#one(type, wanted[index] ?? ERROR));
  }

  #one(one: CelType, other: CelType): boolean {
    if (other.kind === 'param') {
      const found = this.#substitutes(one, other);
      if (found !== undefined) return found;
    }
    if (one.kind === 'param') return this.#substitutes(other, one) ?? false;
    if (isAnything(one) || isAnything(other)) return true;
    if (one.kind === 'null_type') return isNullable(other);
    if (other.kind === 'null_type') return isNullable(one);
    if (one.kind === 'type') return other.kind === 'type';
    return one.kind === other.kind && one.name === other.name && this.#all(one.params, other.params);
  }

  /** Whether a parameter can stand for a type; `undefined` if it stands for nothing yet and can't stand for this. */
  #substitutes(type: CelType, param: CelType): boolean | undefined {
    if (isSame(type, param)) return true;
    const known = this.#known.get(param.name);
    if (!known) {
      if (!this.#isOutside(param, type)) return undefined;
      this.#set(param, type);
      return true;
    }
    if (isSame(type, known)) return true;
    if (!this.#one(type, known)) return false;
    const general = moreGeneral(type, known);
    if (this.#isOutside(param, general)) this.#set(param, general);
    return true;
  }

  #set({ name }: CelType, type: CelType): void {
    this.#changes.push([name, this.#known.get(name)]);
    this.#known.set(name, type);
  }

  #undo(): void {
    for (const [name, before] of this.#changes.reverse()) {
      if (before) this.#known.set(name, before);
      else this.#known.delete(name);
    }
  }

  #isOutside(param: CelType, type: CelType): boolean {
    if (isSame(param, type)) return false;
    if (type.kind !== 'param') return type.params.every((own) => this.#isOutside(param, own));
    const known = this.#known.get(type.name);
    return known === undefined || this.#isOutside(param, known);
  }
}

/** Whether a type accepts all values, or is not known because of an error that was reported. */
export function isAnything({ kind }: CelType): boolean {
  return kind === 'dyn' || kind === 'error';
}

function isNullable({ kind }: CelType): boolean {
  return ['opaque', 'struct', 'timestamp', 'duration', 'null_type'].includes(kind);
}

/** The more general one of two types that agree. */
export function moreGeneral(one: CelType, other: CelType): CelType {
  return isLessSpecific(one, other) ? one : other;
}

function isLessSpecific(one: CelType, other: CelType): boolean {
  if (one.kind === 'dyn' || one.kind === 'param') return true;
  if (other.kind === 'dyn' || other.kind === 'param' || one.kind !== other.kind) return false;
  if (one.kind === 'type') return true;
  if (one.params.length === 0 || one.params.length !== other.params.length || one.name !== other.name) {
    return isSame(one, other);
  }
  return one.params.every((param, index) => isLessSpecific(param, other.params[index] ?? BOOL));
}

/** Whether two types are written alike: parameters of types count, as the check of lists and maps has it. */
export function isEquivalent(one: CelType, other: CelType): boolean {
  return nameOfType(one) === nameOfType(other);
}
