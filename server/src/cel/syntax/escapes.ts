import { own } from '../../text/own';
import { CelSyntaxProblem } from './problems';

const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '`': '`',
  '?': '?',
};
const ESCAPE = /\\(?:([abfnrtv\\'"`?])|[xX]([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2})|)/g;

/**
 * The value of a text or of bytes, of what is between the quotation marks.
 * @throws CelSyntaxProblem
 */
export function unescaped(written: string, isRaw: boolean, isBytes: boolean): string | Uint8Array {
  const lines = written.replace(/\r\n?/g, '\n');
  if (isBytes) return bytesOf(lines, isRaw);
  return isRaw ? lines : lines.replace(ESCAPE, (whole, ...found: (string | undefined)[]) => characterOf(whole, found));
}

function characterOf(whole: string, [simple, hex, short, long, octal]: readonly (string | undefined)[]): string {
  if (simple !== undefined) return own(SIMPLE, simple) ?? simple;
  const code = codeOf(hex ?? short ?? long, octal);
  if (code === undefined || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
    throw new CelSyntaxProblem(`unable to unescape string: "${whole}"`);
  }
  return String.fromCodePoint(code);
}

function codeOf(hex: string | undefined, octal: string | undefined): number | undefined {
  if (hex !== undefined) return Number.parseInt(hex, 16);
  return octal === undefined ? undefined : Number.parseInt(octal, 8);
}

function bytesOf(written: string, isRaw: boolean): Uint8Array {
  const encoder = new TextEncoder();
  if (isRaw) return encoder.encode(written);
  const bytes: number[] = [];
  let end = 0;
  for (const found of written.matchAll(ESCAPE)) {
    const [whole, simple, hex, short, long, octal] = found;
    if (short !== undefined || long !== undefined) throw new CelSyntaxProblem(`unable to unescape string: "${whole}"`);
    bytes.push(...encoder.encode(written.slice(end, found.index)));
    // In bytes, a number is a byte, not a character.
    const code = codeOf(hex, octal);
    if (code === undefined) bytes.push(...encoder.encode(characterOf(whole, [simple])));
    else bytes.push(code);
    end = found.index + whole.length;
  }
  bytes.push(...encoder.encode(written.slice(end)));
  return Uint8Array.from(bytes);
}
