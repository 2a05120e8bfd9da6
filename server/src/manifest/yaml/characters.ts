/** Characters of YAML 1.1, by their UTF-16 codes. */
export enum Char {
  Tab = 0x09,
  LineFeed = 0x0a,
  CarriageReturn = 0x0d,
  Space = 0x20,
  Exclamation = 0x21,
  DoubleQuote = 0x22,
  Hash = 0x23,
  Percent = 0x25,
  Ampersand = 0x26,
  SingleQuote = 0x27,
  Asterisk = 0x2a,
  Plus = 0x2b,
  Comma = 0x2c,
  Minus = 0x2d,
  Dot = 0x2e,
  Zero = 0x30,
  Colon = 0x3a,
  Less = 0x3c,
  Greater = 0x3e,
  Question = 0x3f,
  At = 0x40,
  OpenBracket = 0x5b,
  Backslash = 0x5c,
  CloseBracket = 0x5d,
  Backtick = 0x60,
  OpenBrace = 0x7b,
  Bar = 0x7c,
  CloseBrace = 0x7d,
  NextLine = 0x85,
  LineSeparator = 0x2028,
  ParagraphSeparator = 0x2029,
  ByteOrderMark = 0xfeff,
  /** Stands for the end of the text. */
  End = -1,
}

/** The line breaks of YAML 1.1, 5.4. */
export function isBreak(code: number): boolean {
  return (
    code === Char.LineFeed ||
    code === Char.CarriageReturn ||
    code === Char.NextLine ||
    code === Char.LineSeparator ||
    code === Char.ParagraphSeparator
  );
}

export function isBlank(code: number): boolean {
  return code === Char.Space || code === Char.Tab;
}

/** A blank, a line break, or the end of the text. */
export function isGap(code: number): boolean {
  return code === Char.Space || code === Char.LineFeed || code === Char.End || code === Char.Tab || isBreak(code);
}

export function isDigit(code: number): boolean {
  return code >= Char.Zero && code <= 0x39;
}

/** The characters of the names of anchors, tag handles and directives. */
export function isNameCharacter(code: number): boolean {
  const letter = code | 0x20;
  return (letter >= 0x61 && letter <= 0x7a) || isDigit(code) || code === Char.Minus || code === 0x5f;
}

/** The value of a hexadecimal digit; -1 for another character. */
export function hexDigit(code: number): number {
  if (isDigit(code)) return code - Char.Zero;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : -1;
}

/** The offset of the first character that kubectl's parser does not take; -1 if there is none (YAML 1.1, 5.1). */
export function forbiddenCharacter(text: string): number {
  return text.search(FORBIDDEN);
}

const FORBIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that are looked for
  /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
