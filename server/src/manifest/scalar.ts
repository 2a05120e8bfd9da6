import { integerNumber, integerOf, isFloat } from './number-text';

/** A scalar with the type that kubectl gives it. A number can be infinite or NaN, which JSON can't have. */
export type ScalarValue = string | number | boolean | null;

const YAML = 'tag:yaml.org,2002:';
const [BOOL, INT, FLOAT] = [`${YAML}bool`, `${YAML}int`, `${YAML}float`];
const [NULL, TIMESTAMP, BINARY, MERGE] = [`${YAML}null`, `${YAML}timestamp`, `${YAML}binary`, `${YAML}merge`];

/** The words that are no text: those of YAML 1.1 (goyaml.v2, `resolve.go`). */
const WORDS: ReadonlyMap<string, ScalarValue> = new Map<string, ScalarValue>([
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, Number.NaN] as const),
  ...['.inf', '.Inf', '.INF'].flatMap((word) => [
    [word, Number.POSITIVE_INFINITY] as const,
    [`+${word}`, Number.POSITIVE_INFINITY] as const,
    [`-${word}`, Number.NEGATIVE_INFINITY] as const,
  ]),
]);
const LONGEST_WORD = 5;
/** The characters with which a text can begin that is no text to kubectl, by their code. */
const STARTS = new Set([...'yYnNtTfFoO~.+-0123456789'].map((character) => character.charCodeAt(0)));

/** The value of a plain scalar without a tag, from its folded text. Timestamps and numbers to base 60 are text. */
export function plainScalar(text: string): ScalarValue {
  // Most scalars are words that begin with another character.
  if (text !== '' && !STARTS.has(text.charCodeAt(0))) return text;
  if (text.length <= LONGEST_WORD) {
    const word = WORDS.get(text);
    if (word !== undefined) return word;
  }
  return numberOf(text) ?? text;
}

function numberOf(text: string): number | undefined {
  const first = text.charCodeAt(0);
  const isDigit = first >= 0x30 && first <= 0x39;
  if (!isDigit && first !== PLUS && first !== MINUS) return first === DOT && isFloat(text) ? finite(text) : undefined;
  const digits = text.includes('_') ? text.replaceAll('_', '') : text;
  return integerNumber(digits) ?? (isFloat(digits) ? finite(digits) : undefined);
}

const [PLUS, MINUS, DOT] = [0x2b, 0x2d, 0x2e];

/** A number that is too large for 64 bits is text. */
function finite(text: string): number | undefined {
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

/**
 * The value of a scalar with a tag; `undefined` if kubectl refuses the tag for this text.
 * @param tag the whole tag, such as `tag:yaml.org,2002:int` or `!local`
 */
export function taggedScalar(text: string, tag: string): ScalarValue | undefined {
  switch (tag) {
    case BOOL:
    case NULL:
    case INT:
    case FLOAT:
      return typedAs(tag, plainScalar(text), text);
    case TIMESTAMP:
      return isTimestamp(text) ? text : undefined;
    case BINARY:
      return fromBase64(text);
    default:
      // Also the tag `!` makes text of everything.
      return text;
  }
}

function typedAs(tag: string, value: ScalarValue, text: string): ScalarValue | undefined {
  if (tag === NULL) return value === null ? null : undefined;
  if (tag === BOOL) return typeof value === 'boolean' ? value : undefined;
  if (typeof value !== 'number') return undefined;
  const integer = integerOf(text.replaceAll('_', ''));
  if (tag === INT) return integer === undefined ? undefined : value;
  // goyaml.v2 makes floats of signed integers only.
  return integer !== undefined && integer > MOST_INT64 ? undefined : value;
}

const MOST_INT64 = 2n ** 63n - 1n;

/** Go's base64.StdEncoding: line breaks are ignored, and the padding is there. */
function fromBase64(text: string): string | undefined {
  const digits = text.replace(/[\r\n]/g, '');
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(digits)) return undefined;
  return goText(Uint8Array.from(atob(digits), (letter) => letter.charCodeAt(0)));
}

/** Bytes as text. Go replaces each byte that is not UTF-8, where a decoder of JavaScript replaces several at once. */
function goText(bytes: Uint8Array): string {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });
  let text = '';
  for (let offset = 0; offset < bytes.length; ) {
    const length = lengthOfCharacter(bytes[offset] ?? 0);
    try {
      text += decoder.decode(bytes.subarray(offset, offset + length));
      offset += length;
    } catch {
      text += '\ufffd';
      offset++;
    }
  }
  return text;
}

/** The number of bytes of a character of UTF-8, from its first byte. */
function lengthOfCharacter(first: number): number {
  if (first < 0xc0) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

/** The formats that goyaml.v2 takes for a timestamp (`parseTimestamp`). */
function isTimestamp(text: string): boolean {
  const match =
    /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?(?:Z|[-+]\d\d:\d\d))|(?: (\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?))?$/.exec(
      text,
    );
  if (!match) return false;
  const [year = 0, month = 0, day = 0, ...time] = match.slice(1).map((part) => Number(part ?? 0));
  const [hour = 0, minute = 0, second = 0] = time[0] || time[1] || time[2] ? time : time.slice(3);
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return month >= 1 && month <= 12 && day >= 1 && day <= lastDay && hour < 24 && minute < 60 && second < 60;
}

/** Whether a scalar that is a key merges maps. */
export function isMergeKey(text: string, tag: string | undefined, isPlain: boolean): boolean {
  return text === '<<' && ((isPlain && tag === undefined) || tag === '!' || tag === MERGE);
}

/**
 * The key that kubectl makes of a scalar (sigs.k8s.io/yaml, `convertToJSONableObject`); `undefined` if it refuses such a key.
 * @param text as it is written
 */
export function keyText(value: ScalarValue, text: string): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (value === null) return undefined;
  const integer = integerOf(text.replaceAll('_', ''));
  if (integer === undefined) return shortFloat(value);
  return integer > MOST_INT64 ? undefined : String(integer);
}

/** A number with the digits of 32 bits, as Go formats it with `%g`. */
function shortFloat(value: number): string {
  const float = Math.fround(value);
  if (Number.isNaN(float)) return '.nan';
  if (!Number.isFinite(float)) return float > 0 ? '.inf' : '-.inf';
  let digits = 1;
  while (digits < 9 && Math.fround(Number(float.toPrecision(digits))) !== float) digits++;
  const [mantissa = '', exponent = ''] = float.toExponential(digits - 1).split('e');
  const power = Number(exponent);
  if (power >= -4 && power < EXPONENT_FROM) return String(Number(float.toPrecision(digits)));
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** From this power of ten on, Go writes an exponent. */
const EXPONENT_FROM = 6;
