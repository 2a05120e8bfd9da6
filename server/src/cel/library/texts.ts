import { Failure, limitSize } from '../values';
import { format } from './format';
import { type DeclaredFunction, globals, members } from './overload';
import { quote } from './quoted';

/** The functions of texts ("Common Expression Language in Kubernetes"). Indices count characters, not UTF-16 units. */
export const TEXTS: readonly DeclaredFunction[] = [
  ...members({
    'contains(string, string): bool': (text: string, part: string) => text.includes(part),
    'startsWith(string, string): bool': (text: string, start: string) => text.startsWith(start),
    'endsWith(string, string): bool': (text: string, end: string) => text.endsWith(end),
    'charAt(string, int): string': charAt,
    'indexOf(string, string): int': (text: string, part: string) => indexOf(text, part, 0n),
    'indexOf(string, string, int): int': indexOf,
    'lastIndexOf(string, string): int': lastIndexOf,
    'lastIndexOf(string, string, int): int': lastIndexFrom,
    'lowerAscii(string): string': (text: string) => text.replace(/[A-Z]+/g, (part) => part.toLowerCase()),
    'upperAscii(string): string': (text: string) => text.replace(/[a-z]+/g, (part) => part.toUpperCase()),
    'replace(string, string, string): string': (text: string, from: string, to: string) => replace(text, from, to, -1n),
    'replace(string, string, string, int): string': replace,
    'split(string, string): list<string>': (text: string, by: string) => split(text, by, -1n),
    'split(string, string, int): list<string>': split,
    'substring(string, int): string': (text: string, start: bigint) => {
      const characters = [...text];
      return characters.slice(inRange(start, characters)).join('');
    },
    'substring(string, int, int): string': substring,
    'trim(string): string': (text: string) => text.replace(BLANK_START, '').replace(BLANK_END, ''),
    'join(list<string>): string': (texts: unknown[]) => join(texts, ''),
    'join(list<string>, string): string': join,
    'format(string, list<dyn>): string': format,
  }),
  ...globals({ 'strings.quote(string): string': quote }),
];

// What Go takes for a blank: the byte order mark is none.
const BLANK = '[\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const BLANK_START = new RegExp(`^${BLANK}+`);
const BLANK_END = new RegExp(`(?<!${BLANK})${BLANK}+$`);

function inRange(index: bigint, characters: readonly string[]): number {
  if (index < 0n || index > characters.length) throw new Failure(`index out of range: ${index}`);
  return Number(index);
}

function charAt(text: string, index: bigint): string {
  const characters = [...text];
  return characters[inRange(index, characters)] ?? '';
}

function substring(text: string, start: bigint, end: bigint): string {
  if (start > end) throw new Failure(`invalid substring range. start: ${start}, end: ${end}`);
  const characters = [...text];
  return characters.slice(inRange(start, characters), inRange(end, characters)).join('');
}

function indexOf(text: string, part: string, from: bigint): bigint {
  if (from < 0n) throw new Failure(`index out of range: ${from}`);
  const characters = [...text];
  if (part === '') return from > characters.length ? BigInt(characters.length) : from;
  const start = characters.slice(0, Number(from)).join('').length;
  const found = from >= characters.length ? -1 : text.indexOf(part, start);
  return found === -1 ? -1n : BigInt([...text.slice(0, found)].length);
}

function lastIndexOf(text: string, part: string): bigint {
  const size = BigInt([...text].length);
  if (part === '') return size;
  return text.length < part.length ? -1n : lastIndexFrom(text, part, size - 1n);
}

function lastIndexFrom(text: string, part: string, from: bigint): bigint {
  if (from < 0n) throw new Failure(`index out of range: ${from}`);
  const characters = [...text];
  if (part === '') return from > characters.length ? BigInt(characters.length) : from;
  if (from >= characters.length) return -1n;
  const start = characters.slice(0, Number(from)).join('').length;
  const found = text.lastIndexOf(part, start);
  return found === -1 ? -1n : BigInt([...text.slice(0, found)].length);
}

function replace(text: string, from: string, to: string, most: bigint): string {
  const count = from === '' ? text.length + 1 : Math.ceil(text.length / from.length);
  limitSize(text.length + count * to.length);
  if (from === '') return between([...text], to, most);
  let left = most;
  return text.replaceAll(from, () => {
    if (left === 0n) return from;
    left--;
    return to;
  });
}

/** An empty text is before each character, and at the end. */
function between(characters: readonly string[], text: string, most: bigint): string {
  const count = most < 0n ? characters.length + 1 : Number(most);
  return [...characters, ''].map((character, index) => (index < count ? text : '') + character).join('');
}

function split(text: string, by: string, most: bigint): string[] {
  if (most === 0n) return [];
  const parts = by === '' ? [...text] : text.split(by);
  if (most < 0n || parts.length <= most) return parts;
  const count = Number(most) - 1;
  return [...parts.slice(0, count), parts.slice(count).join(by)];
}

function join(texts: readonly unknown[], by: string): string {
  for (const text of texts) if (typeof text !== 'string') throw new Failure('join: invalid input');
  limitSize(texts.reduce((so: number, text) => so + String(text).length + by.length, 0));
  return texts.join(by);
}
