import { Failure, Opaque, Optional, typeNameOf, Uint } from '../values';
import { toText } from './conversions';
import { numberIn } from './equality';
import { isMapValue, mapEntries } from './maps';

/** The digits behind the point if a text does not say how many. */
const DIGITS = 6;

/**
 * The text that `format` makes: `%s`, `%d`, `%.2f` and others.
 * @throws Failure for another letter, another type, and too few values
 */
export function format(text: string, values: readonly unknown[]): string {
  let index = 0;
  return text.replace(/%(?:\.(\d+))?([\s\S]?)/g, (_, digits: string | undefined, letter: string) => {
    if (letter === '%' && digits === undefined) return '%';
    if (index >= values.length) throw new Failure(`index ${index} out of range`);
    return formatted(values[index++], letter, digits === undefined ? DIGITS : Number(digits));
  });
}

function formatted(value: unknown, letter: string, digits: number): string {
  const number = numberIn(value);
  switch (letter) {
    case 's':
      return shown(value);
    case 'd':
      if (typeof number === 'bigint') return String(number);
      break;
    case 'f':
    case 'e':
      if (typeof number === 'number') return letter === 'f' ? number.toFixed(digits) : exponential(number, digits);
      break;
    case 'b':
      if (typeof value === 'boolean') return value ? '1' : '0';
      if (typeof number === 'bigint') return number.toString(2);
      break;
    case 'o':
      if (typeof number === 'bigint') return number.toString(8);
      break;
    case 'x':
    case 'X': {
      const hex = typeof number === 'bigint' ? number.toString(16) : hexOf(value);
      if (hex !== undefined) return letter === 'x' ? hex : hex.toUpperCase();
      break;
    }
    default:
      throw new Failure(`could not parse formatting clause: unrecognized formatting clause "${letter}"`);
  }
  throw new Failure(`error during formatting: ${letter} clause can't be used on ${typeNameOf(value)}`);
}

function exponential(number: number, digits: number): string {
  return number.toExponential(digits).replace(/e([+-])(\d)$/, 'e$10$2');
}

function hexOf(value: unknown): string | undefined {
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
  if (!(bytes instanceof Uint8Array)) return undefined;
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function shown(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return `[${value.map(nested).join(', ')}]`;
  if (isMapValue(value)) {
    const pairs = mapEntries(value).map(([key, own]) => [nestedKey(key), nested(own)] as const);
    return `{${pairs
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, own]) => `${key}:${own}`)
      .join(', ')}}`;
  }
  if (value instanceof Opaque || value instanceof Optional) {
    throw new Failure(`error during formatting: string clause can't be used on ${typeNameOf(value)}`);
  }
  return toText(value);
}

function nestedKey(key: unknown): string {
  if (typeof key === 'string' || typeof key === 'bigint' || typeof key === 'boolean' || key instanceof Uint)
    return nested(key);
  throw new Failure(`no formatting function for map key of type ${typeNameOf(key)}`);
}

function nested(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : shown(value);
}
