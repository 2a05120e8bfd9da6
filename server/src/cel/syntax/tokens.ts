import { Uint } from '../values';
import { unescaped } from './escapes';
import type { Literal } from './node';
import { CelSyntaxProblem, TemplateProblem } from './problems';

/** A word or sign of an expression. */
export interface CelToken {
  readonly kind: 'id' | 'quoted-name' | 'sign' | 'value' | 'end';
  readonly text: string;
  readonly value?: Literal;
}

const BLANKS = /(?:[ \t\r\n\f]+|\/\/[^\n]*)+/y;
const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /0x[0-9a-fA-F]+[uU]?|(?:\d+\.\d+|\.\d+)(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\d+[uU]?/y;
const SIGN = /[=!<>]=|&&|\|\||[-+*/%!<>?:.,()[\]{}]/y;
const TEXT = /([rR]?[bB]?|[bB][rR])("""|'''|"|')/y;
/** A field name in backquotes, which can have other signs than a word (CEL language definition, ESC_IDENTIFIER). */
const QUOTED_NAME = /`([A-Za-z0-9_.\-/ ]+)`/y;
const PLACEHOLDERS = /[$@~^\\`]/;

/**
 * The words and signs of an expression, with `end` as the last one.
 * @throws CelSyntaxProblem
 * @throws TemplateProblem
 */
export function tokensOf(text: string): CelToken[] {
  const tokens: CelToken[] = [];
  let offset = 0;
  const next = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = offset;
    const found = pattern.exec(text);
    if (found) offset += found[0].length;
    return found;
  };
  while (offset < text.length) {
    if (next(BLANKS)) continue;
    const quote = next(TEXT);
    if (quote) {
      const [, prefix = '', mark = ''] = quote;
      const end = endOf(text, offset, mark, /r/i.test(prefix));
      tokens.push({
        kind: 'value',
        text: '',
        value: unescaped(text.slice(offset, end), /r/i.test(prefix), /b/i.test(prefix)),
      });
      offset = end + mark.length;
      continue;
    }
    const number = next(NUMBER);
    if (number) {
      tokens.push({ kind: 'value', text: number[0], value: numberOf(number[0]) });
      continue;
    }
    const quotedName = next(QUOTED_NAME);
    if (quotedName) {
      tokens.push({ kind: 'quoted-name', text: quotedName[1] ?? '' });
      continue;
    }
    const word = next(WORD) ?? next(SIGN);
    if (!word) {
      const character = text.charAt(offset);
      if (PLACEHOLDERS.test(character) || text.startsWith('#{', offset)) throw new TemplateProblem(`'${character}'`);
      throw new CelSyntaxProblem(`token recognition error at: '${character}'`);
    }
    tokens.push({ kind: /^\w/.test(word[0]) ? 'id' : 'sign', text: word[0] });
  }
  tokens.push({ kind: 'end', text: '<EOF>' });
  return tokens;
}

/** The index of the quotation mark that ends a text. */
function endOf(text: string, start: number, mark: string, isRaw: boolean): number {
  for (let index = start; index < text.length; index++) {
    if (text.startsWith(mark, index)) return index;
    const character = text.charAt(index);
    if (mark.length === 1 && (character === '\n' || character === '\r')) break;
    if (character === '\\' && !isRaw) index++;
  }
  throw new CelSyntaxProblem('a text has no end');
}

function numberOf(text: string): Literal {
  const isUnsigned = /[uU]$/.test(text);
  const digits = isUnsigned ? text.slice(0, -1) : text;
  const isFloat = !digits.startsWith('0x') && /[.eE]/.test(digits);
  if (isFloat) return Number(digits);
  return isUnsigned ? new Uint(BigInt(digits)) : BigInt(digits);
}
