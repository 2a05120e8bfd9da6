import { own } from '../../text/own';
import { Failure, int, Opaque } from '../values';
import { type DeclaredFunction, globals, members } from './overload';

/** The power of ten, or of two, that a suffix stands for. */
const DECIMAL: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const BINARY: Readonly<Record<string, bigint>> = { Ki: 10n, Mi: 20n, Gi: 30n, Ti: 40n, Pi: 50n, Ei: 60n };
/** Quantities have no smaller parts than a billionth. */
const NANO = 1_000_000_000n;
const WRITTEN = /^([+-]?)(\d*)(?:\.(\d*))?(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE]|[eE][+-]?\d+)?$/;

/** An amount, such as `500m` of processors or `1Gi` of memory. */
class Quantity extends Opaque {
  readonly type = 'kubernetes.Quantity';
  /** In billionths. */
  readonly nanos: bigint;
  /** Whether the API server gives it as an integer. */
  readonly isInteger: boolean;

  constructor(nanos: bigint, isInteger: boolean) {
    super();
    this.nanos = nanos;
    this.isInteger = isInteger;
  }

  equals(other: Opaque): boolean {
    return other instanceof Quantity && other.nanos === this.nanos;
  }

  plus(nanos: bigint, isInteger: boolean): Quantity {
    return new Quantity(this.nanos + nanos, this.isInteger && isInteger);
  }
}

function read(text: string): Quantity | undefined {
  const [, sign, whole = '', fraction = '', suffix = ''] = WRITTEN.exec(text) ?? [];
  if (sign === undefined || whole + fraction === '') return undefined;
  const digits = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n);
  const isExponent = /^[eE].*\d$/.test(suffix);
  const power = isExponent ? Number(suffix.slice(1)) : (own(DECIMAL, suffix) ?? 0);
  if (Math.abs(power) > 100) return undefined;
  const factor = (NANO << (own(BINARY, suffix) ?? 0n)) * 10n ** BigInt(Math.max(power, 0));
  const divisor = 10n ** BigInt(fraction.length + Math.max(-power, 0));
  const [nanos, rest] = [(digits * factor) / divisor, (digits * factor) % divisor];
  // It is rounded away from zero.
  return new Quantity(nanos + (rest === 0n ? 0n : rest > 0n ? 1n : -1n), fraction === '' && power >= 0);
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

/** The quantities of Kubernetes ("Quantity library"). */
export const QUANTITIES: readonly DeclaredFunction[] = [
  ...globals({
    'quantity(string): kubernetes.Quantity': quantity,
    'isQuantity(string): bool': (text: string) => read(text) !== undefined,
    'sign(kubernetes.Quantity): int': ({ nanos }: Quantity) => order(new Quantity(nanos, true), new Quantity(0n, true)),
  }),
  ...members({
    'isGreaterThan(kubernetes.Quantity, kubernetes.Quantity): bool': (one: Quantity, other: Quantity) =>
      order(one, other) > 0n,
    'isLessThan(kubernetes.Quantity, kubernetes.Quantity): bool': (one: Quantity, other: Quantity) =>
      order(one, other) < 0n,
    'compareTo(kubernetes.Quantity, kubernetes.Quantity): int': order,
    'asApproximateFloat(kubernetes.Quantity): double': ({ nanos }: Quantity) => Number(nanos) / Number(NANO),
    'asInteger(kubernetes.Quantity): int': ({ nanos, isInteger }: Quantity) => {
      if (!isInteger) throw new Failure('cannot convert value to integer');
      return int(nanos / NANO, 'cannot convert value to integer');
    },
    'isInteger(kubernetes.Quantity): bool': ({ nanos, isInteger }: Quantity) =>
      isInteger && BigInt.asIntN(64, nanos / NANO) === nanos / NANO,
    'add(kubernetes.Quantity, kubernetes.Quantity): kubernetes.Quantity': (one: Quantity, other: Quantity) =>
      one.plus(other.nanos, other.isInteger),
    'add(kubernetes.Quantity, int): kubernetes.Quantity': (one: Quantity, other: bigint) =>
      one.plus(other * NANO, true),
    'sub(kubernetes.Quantity, kubernetes.Quantity): kubernetes.Quantity': (one: Quantity, other: Quantity) =>
      one.plus(-other.nanos, other.isInteger),
    'sub(kubernetes.Quantity, int): kubernetes.Quantity': (one: Quantity, other: bigint) =>
      one.plus(-other * NANO, true),
  }),
];
