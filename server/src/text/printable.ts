declare const isPrintable: unique symbol;

/** Text on one line, without control characters, invisible characters, and marks that change the reading direction. */
export type Printable = string & { readonly [isPrintable]: true };

/** Replaces characters that must not be printed. */
const REPLACEMENT = '\ufffd';

/**
 * Invisible characters: controls, line and paragraph separators, lone surrogates, marks for the reading direction, and
 * characters without width, by which two names can look alike. Joiners and variation selectors (U+200C, U+200D and others)
 * stay between characters beyond ASCII: emoji and many scripts need them.
 */
const UNSEEN =
  /(?<![^\0-\x7f])(?:\u200c|\u200d|[\ufe00-\ufe0f])|(?:\u200c|\u200d)(?![^\0-\x7f])|(?!\u200c|\u200d|[\ufe00-\ufe0f])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

/** The commands that CI services read from the output of a step, anywhere in a line. */
const COMMAND = /#(?=#[a-z]*\[)/gi;

/**
 * Control characters for terminals, and marks for the reading direction. A carriage return counts unless a line feed follows.
 */
const STEERING =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it finds control characters
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}\p{Cs}]|\r(?!\n)/gu;

/** The colour sequences that our output has. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they begin with one
const COLOUR = /(\x1b\[(?:1|2|22|31|33|36|39)m)/;

/** GitHub reads a command at the start of a line, after blanks. */
const COMMAND_LINE = /^([^\S\n]*):(?=:)/gm;

/** Makes foreign text safe to print inside a line. */
export function printable(text: string): Printable {
  return withoutCommands(text.replace(UNSEEN, REPLACEMENT)) as Printable;
}

/** Makes a line of source safe to print. Tabs stay, so that marks below the line are aligned. */
export function printableSource(line: string): string {
  return line.split('\t').map(printable).join('\t');
}

/**
 * The last check for all output, with line breaks: it removes control sequences except our colours, and commands for CI
 * services.
 */
export function printableLines(text: string, hasColors: boolean): string {
  const parts = hasColors ? text.split(COLOUR) : [text];
  // Every second part is a colour.
  const safe = parts.map((part, index) => (index % 2 === 1 ? part : steerless(part))).join('');
  return withoutCommands(safe).replace(COMMAND_LINE, `$1${REPLACEMENT}`);
}

/** The last check for lines that are commands for a CI service. */
export function printableCommands(text: string): string {
  return steerless(text);
}

/** Escapes characters in JSON that must not be printed. The data stays the same. */
export function printableJson(json: string): string {
  const escaped = json.replace(
    /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu,
    (characters) => characters.replace(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
  return escaped.replace(COMMAND, '\\u0023');
}

function steerless(text: string): string {
  return text.replace(STEERING, REPLACEMENT);
}

function withoutCommands(text: string): string {
  return text.replace(COMMAND, REPLACEMENT);
}
