import { own } from '../../text/own';
import { Duration, Failure, SECOND, Timestamp } from '../values';
import { type DeclaredFunction, members } from './overload';

const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1000n,
  µs: 1000n,
  μs: 1000n,
  ms: 1_000_000n,
  s: SECOND,
  m: 60n * SECOND,
  h: 3600n * SECOND,
};
const PART = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/y;

/** @throws Failure */
export function durationOf(text: string): Duration {
  const [, sign = '', rest = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  if (rest === '0') return new Duration(0n);
  let nanos = 0n;
  PART.lastIndex = 0;
  let end = 0;
  for (let part = PART.exec(rest); part; part = PART.exec(rest)) {
    const [, number = '', unit = ''] = part;
    nanos += scaled(number, own(UNITS, unit) ?? 1n);
    end = PART.lastIndex;
  }
  if (rest === '' || end < rest.length) throw new Failure(`cannot convert "${text}" to duration`);
  return new Duration(sign === '-' ? -nanos : nanos);
}

function scaled(number: string, unit: bigint): bigint {
  const [whole = '', fraction = ''] = number.split('.');
  const digits = fraction.slice(0, 18);
  return BigInt(whole || '0') * unit + (BigInt(digits || '0') * unit) / 10n ** BigInt(digits.length);
}

export function textOfDuration({ nanos }: Duration): string {
  return `${withFraction(nanos < 0n ? '-' : '', nanos < 0n ? -nanos : nanos)}s`;
}

function withFraction(sign: string, nanos: bigint): string {
  const fraction = fractionOf(nanos % SECOND);
  return `${sign}${nanos / SECOND}${fraction && `.${fraction}`}`;
}

export const ZEROS_AT_END = /(?<!0)0+$/;

/** The digits behind the point, without zeros at the end. */
function fractionOf(nanos: bigint): string {
  return String(nanos).padStart(9, '0').replace(ZEROS_AT_END, '');
}

const TIMESTAMP = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}:\d{2})(?:\.(\d+))?([Zz]|[+-]\d{2}:\d{2})$/;

/** @throws Failure unless it is a time of RFC 3339 */
export function timestampOf(text: string): Timestamp {
  const [, date = '', time = '', fraction = '', zone = ''] = TIMESTAMP.exec(text) ?? [];
  const millis = Date.parse(`${date}T${time}${zone.toUpperCase()}`);
  if (date === '' || Number.isNaN(millis) || !isDay(date)) throw new Failure(`cannot convert "${text}" to timestamp`);
  return new Timestamp(BigInt(millis) * 1_000_000n + BigInt(fraction.padEnd(9, '0').slice(0, 9)), minutesOf(zone));
}

/** Whether a month has a day (`2024-02-29`): `Date` takes some that it does not have. */
export function isDay(date: string): boolean {
  return new Date(Date.parse(`${date}T00:00:00Z`) || 0).toISOString().startsWith(date);
}

/** Of `+05:30`. */
function minutesOf(zone: string): number {
  const [, sign, hours = '0', minutes = '0'] = /^([+-]?)(\d{2}):(\d{2})$/.exec(zone) ?? [];
  return (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
}

export function textOfTimestamp({ nanos, zone }: Timestamp): string {
  const fraction = fractionOf(((nanos % SECOND) + SECOND) % SECOND);
  const there = new Date(millisOf(nanos) + zone * MINUTE).toISOString().replace(/\.\d+Z$/, '');
  return `${there}${fraction && `.${fraction}`}${textOfZone(zone)}`;
}

const MINUTE = 60_000;

function textOfZone(zone: number): string {
  if (zone === 0) return 'Z';
  const [hours, minutes] = [Math.trunc(Math.abs(zone) / 60), Math.abs(zone) % 60];
  return `${zone < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}

function millisOf(nanos: bigint): number {
  return Number((nanos - (((nanos % 1_000_000n) + 1_000_000n) % 1_000_000n)) / 1_000_000n);
}

const PARTS: Readonly<Record<string, (date: Date) => number>> = {
  getFullYear: (date) => date.getUTCFullYear(),
  getMonth: (date) => date.getUTCMonth(),
  getDayOfYear: (date) => Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000),
  getDayOfMonth: (date) => date.getUTCDate() - 1,
  getDate: (date) => date.getUTCDate(),
  getDayOfWeek: (date) => date.getUTCDay(),
  getHours: (date) => date.getUTCHours(),
  getMinutes: (date) => date.getUTCMinutes(),
  getSeconds: (date) => date.getUTCSeconds(),
  getMilliseconds: (date) => date.getUTCMilliseconds(),
};
const OF_DURATIONS: Readonly<Record<string, bigint>> = {
  getHours: 3600n * SECOND,
  getMinutes: 60n * SECOND,
  getSeconds: SECOND,
};

/** The parts of times and durations. */
export const TIMES: readonly DeclaredFunction[] = members({
  ...Object.fromEntries(
    Object.entries(PARTS).flatMap(([name, part]) => [
      [`${name}(timestamp): int`, ({ nanos }: Timestamp) => BigInt(part(new Date(millisOf(nanos))))],
      [`${name}(timestamp, string): int`, ({ nanos }: Timestamp, zone: string) => BigInt(part(inZone(nanos, zone)))],
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(OF_DURATIONS).map(([name, unit]) => [
      `${name}(duration): int`,
      ({ nanos }: Duration) => nanos / unit,
    ]),
  ),
  'getMilliseconds(duration): int': ({ nanos }: Duration) => nanos / 1_000_000n,
});

/** @throws Error for a zone that has a name: it is not known here */
function inZone(nanos: bigint, zone: string): Date {
  if (zone !== 'UTC' && !/^[+-]?\d{2}:\d{2}$/.test(zone)) {
    throw new RangeError(`The time zone "${zone}" is not known here.`);
  }
  return new Date(millisOf(nanos) + minutesOf(zone) * MINUTE);
}
