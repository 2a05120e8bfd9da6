import { Duration, Failure, int, Optional, Timestamp, TypeOf, typeNameOf, Uint } from '../values';
import { numberIn } from './equality';
import { isMapValue, sizeOfMap } from './maps';
import { type DeclaredFunction, globals, members } from './overload';
import { durationOf, textOfDuration, textOfTimestamp, timestampOf, ZEROS_AT_END } from './time';

/** The conversions of CEL between its types, and `size`. */
export const CONVERSIONS: readonly DeclaredFunction[] = [
  ...globals({
    ...to('bool', ['bool', 'string'], toBool),
    ...to('int', ['int', 'double', 'duration', 'string', 'timestamp', 'uint'], toInt),
    ...to('uint', ['uint', 'double', 'int', 'string'], toUint),
    ...to('double', ['double', 'int', 'string', 'uint'], toDouble),
    ...to('string', ['string', 'bool', 'bytes', 'double', 'duration', 'int', 'timestamp', 'uint'], toText),
    ...to('bytes', ['bytes', 'string'], (value) =>
      typeof value === 'string' ? new TextEncoder().encode(value) : value,
    ),
    ...to('timestamp', ['timestamp', 'int', 'string'], toTimestamp),
    ...to('duration', ['duration', 'string'], (value) => (typeof value === 'string' ? durationOf(value) : value)),
    'dyn(A): dyn': (value: unknown) => value,
    'type(A): type<A>': (value: unknown) => new TypeOf(typeNameOf(value)),
    ...sizes(),
  }),
  ...members(sizes()),
];

function to(
  type: string,
  from: readonly string[],
  run: (value: unknown) => unknown,
): Record<string, (value: unknown) => unknown> {
  return Object.fromEntries(from.map((one) => [`${type}(${one}): ${type}`, run]));
}

function sizes(): Record<string, (value: unknown) => bigint> {
  return Object.fromEntries(
    ['bytes', 'list<A>', 'map<A, B>', 'string'].map((type) => [`size(${type}): int`, (value) => BigInt(sizeOf(value))]),
  );
}

/** The size of a text in characters, of a list or a map; 1 for other values. */
export function sizeOf(value: unknown): number {
  if (typeof value === 'string') return charactersOf(value);
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length;
  if (value instanceof Optional) return value.hasValue ? sizeOf(value.value) : 1;
  return isMapValue(value) ? sizeOfMap(value) : 1;
}

function charactersOf(text: string): number {
  let count = text.length;
  for (let index = 0; index < text.length; index++) if ((text.charCodeAt(index) & 0xfc00) === 0xdc00) count--;
  return count;
}

const TRUE = ['1', 't', 'T', 'true', 'TRUE', 'True'];
const FALSE = ['0', 'f', 'F', 'false', 'FALSE', 'False'];

function toBool(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (!TRUE.includes(value) && !FALSE.includes(value)) throw notConvertible(value, 'bool');
  return TRUE.includes(value);
}

function toInt(value: unknown): bigint {
  if (typeof value === 'string') {
    if (!/^[+-]?\d+$/.test(value)) throw notConvertible(value, 'int');
    return int(BigInt(value.replace(/^\+/, '')), `cannot convert "${value}" to int`);
  }
  if (value instanceof Duration) return value.nanos;
  if (value instanceof Timestamp) return (value.nanos - (((value.nanos % SECOND) + SECOND) % SECOND)) / SECOND;
  return int(whole(numberIn(value) ?? 0n));
}

const SECOND = 1_000_000_000n;

function toUint(value: unknown): Uint {
  if (value instanceof Uint) return value;
  if (typeof value !== 'string') return new Uint(whole(numberIn(value) ?? 0n));
  if (!/^\d+$/.test(value)) throw notConvertible(value, 'uint');
  return new Uint(BigInt(value));
}

function whole(number: bigint | number): bigint {
  if (typeof number === 'bigint') return number;
  if (!Number.isFinite(number)) throw new Failure('integer overflow');
  const truncated = Math.trunc(number);
  // The largest integers are no doubles.
  if (Math.abs(truncated) >= 2 ** 63) throw new Failure('integer overflow');
  return BigInt(truncated);
}

function toDouble(value: unknown): number {
  if (typeof value !== 'string') return Number(numberIn(value) ?? 0n);
  if (/^[+-]?(?:\d+(?:_\d+)*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(value)) {
    const number = Number(value.replaceAll('_', ''));
    if (!Number.isFinite(number)) throw notConvertible(value, 'double');
    return number;
  }
  if (/^[+-]?inf(?:inity)?$/i.test(value))
    return value.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (/^nan$/i.test(value)) return Number.NaN;
  throw notConvertible(value, 'double');
}

function toTimestamp(value: unknown): unknown {
  if (typeof value === 'bigint') return new Timestamp(value * SECOND);
  return typeof value === 'string' ? timestampOf(value) : value;
}

/** The text of a value, as `string` makes it. */
export function toText(value: unknown): string {
  if (typeof value === 'number') return textOfDouble(value);
  if (value instanceof Uint) return String(value.value);
  if (value instanceof Uint8Array) return textOfBytes(value);
  if (value instanceof Duration) return textOfDuration(value);
  if (value instanceof Timestamp) return textOfTimestamp(value);
  return value instanceof TypeOf ? value.name : String(value);
}

function textOfBytes(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Failure('invalid UTF-8 in bytes, cannot convert to string');
  }
}

/** As Go writes it: `1e+06` from a million on. */
function textOfDouble(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < LEAST_POWER) return Object.is(value, -0) ? '-0' : plain(value);
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** Doubles that are this power of ten or more are written with it. */
const LEAST_POWER = 6;

function plain(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(20).replace(ZEROS_AT_END, '') : text;
}

function notConvertible(text: string, type: string): Failure {
  return new Failure(`cannot convert "${text}" to ${type}`);
}
