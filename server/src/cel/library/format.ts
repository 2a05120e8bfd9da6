import { own } from '../../text/own';
import { Duration, Failure, limitSize, Opaque, Optional, Timestamp, typeNameOf, Uint } from '../values';
import { toText } from './conversions';
import { decimal } from './decimal';
import { numberIn } from './equality';
import { isMapValue, mapEntries } from './maps';
import { quoted } from './quoted';

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
    case 'e': {
      const double = typeof number === 'number' ? number : own(WORDS, typeof value === 'string' ? value : '');
      if (double !== undefined) return letter === 'f' ? fixed(double, digits) : scientific(double, digits);
      break;
    }
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

/** Texts that stand for numbers. */
const WORDS: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
};

/** The API server writes numbers as Americans do. */
function fixed(number: number, digits: number): string {
  if (!Number.isFinite(number)) return endless(number);
  const [whole = '', fraction] = decimal(number, digits).split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

const SUPERSCRIPTS = [...'⁰¹²³⁴⁵⁶⁷⁸⁹'];

/** The API server takes the number of digits for the width of the text. */
function scientific(number: number, width: number): string {
  limitSize(width);
  if (!Number.isFinite(number)) return endless(number).padStart(width);
  const [, digits = '', sign, power = ''] = /^(.*)e([+-])(\d+)$/.exec(number.toExponential(DIGITS)) ?? [];
  const above = [...power.padStart(2, '0')].map((digit) => SUPERSCRIPTS[Number(digit)]).join('');
  return `${digits}×10${sign === '-' ? '⁻' : ''}${above}`.padStart(width);
}

function endless(number: number): string {
  return Number.isNaN(number) ? 'NaN' : number > 0 ? '∞' : '-∞';
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
  if (typeof value === 'string') return quoted(value);
  if (value instanceof Uint8Array) return `b${quoted(toText(value))}`;
  if (value instanceof Timestamp) return `timestamp(${quoted(toText(value))})`;
  if (value instanceof Duration) return `duration(${quoted(toText(value))})`;
  if (typeof value !== 'number') return shown(value);
  return Number.isFinite(value) ? decimal(value, DIGITS) : quoted(toText(value));
}
