import { own } from '../../text/own';

const ESCAPED: Readonly<Record<string, string>> = {
  ...{ '\x07': '\\a', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\v': '\\v' },
  ...{ '\\': '\\\\', '"': '\\"' },
};
const UNPRINTABLE = /^[\p{C}\p{Zl}\p{Zp}]$|^(?! )\p{Zs}$/u;

/** A text in quotation marks, as `strings.quote` writes it: everything else stays. */
export function quote(text: string): string {
  return `"${[...text].map((character) => own(ESCAPED, character) ?? character).join('')}"`;
}

/** A text in quotation marks as Go writes it, which escapes what can't be printed. */
export function quoted(text: string): string {
  return `"${[...text].map((character) => own(ESCAPED, character) ?? printable(character)).join('')}"`;
}

function printable(character: string): string {
  if (!UNPRINTABLE.test(character)) return character;
  const hex = (character.codePointAt(0) ?? 0).toString(16);
  if (hex.length <= 2 && hex < '80') return `\\x${hex.padStart(2, '0')}`;
  return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
