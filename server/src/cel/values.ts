/** Thrown where an evaluation fails here and in a cluster. */
export class Failure extends Error {}

/** Thrown before a value becomes too large to be made here. */
export class ValueTooLarge extends Error {}

/** The most items of a list, and characters of a text, that an expression may make. */
const MOST_PARTS = 1_000_000;

/** @throws ValueTooLarge */
export function limitSize(parts: number): void {
  if (parts > MOST_PARTS) throw new ValueTooLarge('The value is too large.');
}

/** An unsigned integer. Signed integers are `bigint`, doubles are `number`. */
export class Uint {
  readonly value: bigint;

  /** @throws Failure if it has more than 64 bits */
  constructor(value: bigint) {
    if (value < 0n || value > MOST_UINT) throw new Failure('unsigned integer overflow');
    this.value = value;
  }
}

const MOST_UINT = (1n << 64n) - 1n;

/** A point in time, in nanoseconds since 1970. */
export class Timestamp {
  readonly nanos: bigint;
  /** The minutes from UTC in which it was written: its text has them, too. */
  readonly zone: number;

  /** @throws Failure beyond the years 1 to 9999 */
  constructor(nanos: bigint, zone = 0) {
    if (nanos < -62_135_596_800n * SECOND || nanos > 253_402_300_799n * SECOND + SECOND - 1n) {
      throw new Failure('timestamp overflow');
    }
    this.nanos = nanos;
    this.zone = zone;
  }
}

export class Duration {
  readonly nanos: bigint;

  /** @throws Failure if it is too long */
  constructor(nanos: bigint) {
    this.nanos = int(nanos, 'duration overflow');
  }
}

export const SECOND = 1_000_000_000n;

/** The type of a value, which is a value, too. */
export class TypeOf {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** A value that may be missing. */
export class Optional {
  static readonly NONE = new Optional(undefined);
  /** `undefined` if there is no value. */
  readonly value: unknown;

  private constructor(value: unknown) {
    this.value = value;
  }

  static of(value: unknown): Optional {
    return new Optional(value);
  }

  get hasValue(): boolean {
    return this.value !== undefined;
  }
}

/**
 * An integer of an expression.
 * @throws Failure if it has more than 64 bits
 */
export function int(value: bigint, problem = 'integer overflow'): bigint {
  if (BigInt.asIntN(64, value) !== value) throw new Failure(problem);
  return value;
}

/** A value of a library with functions of its own, such as a quantity. */
export abstract class Opaque {
  abstract readonly type: string;
  abstract equals(other: Opaque): boolean;
  /** What its cost is counted by. */
  get size(): number {
    return 1;
  }
}

/** The name of the type of a value. */
export function typeNameOf(value: unknown): string {
  switch (typeof value) {
    case 'bigint':
      return 'int';
    case 'number':
      return 'double';
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
  }
  if (value === null) return 'null_type';
  if (Array.isArray(value)) return 'list';
  if (value instanceof Opaque) return value.type;
  if (value instanceof Optional) return 'optional_type';
  if (value instanceof Uint) return 'uint';
  if (value instanceof Uint8Array) return 'bytes';
  if (value instanceof Timestamp) return 'google.protobuf.Timestamp';
  if (value instanceof Duration) return 'google.protobuf.Duration';
  return value instanceof TypeOf ? 'type' : 'map';
}
