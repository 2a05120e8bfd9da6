import { own } from '../../text/own';
import { Failure, Opaque } from '../values';
import { noOverload } from './arithmetic';
import { type DeclaredFunction, globals, members } from './overload';

/** The power of ten, or of two, that a suffix stands for. */
const DECIMAL: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const BINARY: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };
/** Quantities have no smaller parts than a billionth. */
const LEAST_SCALE = -9;
/** So many digits certainly fit into 64 bits. */
const MOST_DIGITS = 18;
const MOST_DIGITS_OF_BINARY = 14;
const LARGEST_BINARY = 2n ** 63n - 1n;
/** Larger powers of ten are not made here. */
const LARGEST_POWER = 10_000;
const WRITTEN = /^([+-]?)(\d*)(?:\.(\d*))?(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE]|[eE][+-]?\d+)?$/;

/** An amount, such as `500m` of processors or `1Gi` of memory, in the form that the API server has of it. */
class Quantity extends Opaque {
  readonly type = 'kubernetes.Quantity';
  readonly value: bigint;
  /** The power of ten that the value counts. */
  readonly scale: number;
  /** Whether the API server keeps it as an integer of 64 bits with its scale, and not as a decimal of any length. */
  readonly isShort: boolean;
  /** Whether it is a result: the API server fails to compare something with it. */
  readonly isResult: boolean;

  constructor(value: bigint, scale: number, isShort: boolean, isResult = false) {
    super();
    this.value = value;
    this.scale = scale;
    this.isShort = isShort;
    this.isResult = isResult;
  }

  /** In billionths. */
  get nanos(): bigint {
    return this.#at(LEAST_SCALE);
  }

  /** The integer that the API server gives it as, if it does. */
  get integer(): bigint | undefined {
    if (!this.isShort || this.scale < 0) return undefined;
    const value = this.#at(0);
    return isInt64(value) ? value : undefined;
  }

  /** @throws Failure, as the API server fails to know what it has made itself */
  equals(other: Opaque): boolean {
    if (!(other instanceof Quantity)) return false;
    if (other.isResult) throw noOverload();
    return other.nanos === this.nanos;
  }

  plus(other: Quantity): Quantity {
    const isShort = this.isShort && other.isShort;
    if (isShort && other.value === 0n) return new Quantity(this.value, this.scale, true, true);
    if (isShort && this.value === 0n) return new Quantity(other.value, other.scale, true, true);
    const scale = Math.min(this.scale, other.scale);
    const parts = [this.#at(scale), other.#at(scale)] as const;
    const value = parts[0] + parts[1];
    return new Quantity(value, scale, isShort && [...parts, value].every(isInt64), true);
  }

  minus(other: Quantity): Quantity {
    // The smallest integer of 64 bits has no negative one: it stays.
    const short = new Quantity(BigInt.asIntN(64, -other.value), other.scale, true);
    const made = other.isShort ? this.plus(short) : undefined;
    return made?.isShort ? made : this.plus(new Quantity(-other.value, other.scale, false));
  }

  #at(scale: number): bigint {
    return this.value * 10n ** BigInt(this.scale - scale);
  }
}

function isInt64(value: bigint): boolean {
  return BigInt.asIntN(64, value) === value;
}

function read(text: string): Quantity | undefined {
  const [, sign, whole = '', fraction = '', suffix = ''] = WRITTEN.exec(text) ?? [];
  if (sign === undefined || text === '') return undefined;
  // Without digits it is 0.
  const digits = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n);
  const length = Math.max(whole.replace(/^0+/, '').length, 1) + fraction.length;
  const binary = own(BINARY, suffix);
  if (binary !== undefined) return ofBinary(digits, fraction.length, binary, length);
  const power = /^[eE].*\d$/.test(suffix) ? Number(suffix.slice(1)) : (own(DECIMAL, suffix) ?? 0);
  if (power > LARGEST_POWER) throw new RangeError(`The quantity "${text}" is not made here.`);
  const scale = power - fraction.length;
  if (length <= MOST_DIGITS && scale >= LEAST_SCALE) return new Quantity(digits, scale, true);
  return digits === 0n ? new Quantity(0n, 0, false) : roundedUp(digits, scale);
}

function ofBinary(digits: bigint, decimals: number, power: number, length: number): Quantity {
  const value = digits << BigInt(power);
  const isShort = decimals === 0 && length + Math.trunc((power * 3) / 10) <= MOST_DIGITS_OF_BINARY;
  if (isShort || digits === 0n) return new Quantity(value, 0, isShort);
  const made = roundedUp(value, -decimals);
  if (made.nanos > LARGEST_BINARY * NANO) return new Quantity(LARGEST_BINARY, 0, false);
  return made.nanos < -LARGEST_BINARY * NANO ? new Quantity(-LARGEST_BINARY, 0, false) : made;
}

const NANO = 1_000_000_000n;

/** In billionths, rounded away from zero. */
function roundedUp(digits: bigint, scale: number): Quantity {
  if (scale >= LEAST_SCALE) return new Quantity(digits * 10n ** BigInt(scale - LEAST_SCALE), LEAST_SCALE, false);
  // A number of fewer digits is less than a billionth.
  const divisor = 10n ** BigInt(Math.min(LEAST_SCALE - scale, String(digits).length));
  const [nanos, rest] = [digits / divisor, digits % divisor];
  return new Quantity(nanos + (rest === 0n ? 0n : rest > 0n ? 1n : -1n), LEAST_SCALE, false);
}

function quantity(text: string): Quantity {
  const found = read(text);
  if (!found) {
    throw new Failure("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
  }
  return found;
}

function order(one: Quantity, other: Quantity): bigint {
  return one.nanos === other.nanos ? 0n : one.nanos < other.nanos ? -1n : 1n;
}

function approximate({ value, scale }: Quantity): number {
  return Number(value) * Number(`1e${scale}`);
}

function whole(value: bigint): Quantity {
  return new Quantity(value, 0, true);
}

/** The quantities of Kubernetes ("Quantity library"). */
export const QUANTITIES: readonly DeclaredFunction[] = [
  ...globals({
    'quantity(string): kubernetes.Quantity': quantity,
    'isQuantity(string): bool': (text: string) => read(text) !== undefined,
    'sign(kubernetes.Quantity): int': ({ value }: Quantity) => (value === 0n ? 0n : value < 0n ? -1n : 1n),
  }),
  ...members({
    'isGreaterThan(kubernetes.Quantity, kubernetes.Quantity): bool': (one: Quantity, other: Quantity) =>
      order(one, other) > 0n,
    'isLessThan(kubernetes.Quantity, kubernetes.Quantity): bool': (one: Quantity, other: Quantity) =>
      order(one, other) < 0n,
    'compareTo(kubernetes.Quantity, kubernetes.Quantity): int': order,
    'asApproximateFloat(kubernetes.Quantity): double': approximate,
    'asInteger(kubernetes.Quantity): int': ({ integer }: Quantity) => {
      if (integer === undefined) throw new Failure('cannot convert value to integer');
      return integer;
    },
    'isInteger(kubernetes.Quantity): bool': ({ integer }: Quantity) => integer !== undefined,
    'add(kubernetes.Quantity, kubernetes.Quantity): kubernetes.Quantity': (one: Quantity, other: Quantity) =>
      one.plus(other),
    'add(kubernetes.Quantity, int): kubernetes.Quantity': (one: Quantity, other: bigint) => one.plus(whole(other)),
    'sub(kubernetes.Quantity, kubernetes.Quantity): kubernetes.Quantity': (one: Quantity, other: Quantity) =>
      one.minus(other),
    'sub(kubernetes.Quantity, int): kubernetes.Quantity': (one: Quantity, other: bigint) => one.minus(whole(other)),
  }),
];
