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

/** Most text has only letters, digits and signs of ASCII, and our ellipses, in which nothing is replaced but commands. */
const UNUSUAL = /[^ -~…]/;
const UNUSUAL_IN_LINES = /[^ -~…\n\t]/;
const UNUSUAL_IN_JSON = /[^ -~…\n]/;

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
  const seen = UNUSUAL.test(text) ? text.replace(UNSEEN, REPLACEMENT) : text;
  return withoutCommands(seen) as Printable;
}

/** Makes a line of source safe to print. Tabs stay, so that marks below the line are aligned. */
export function printableSource(line: string): string {
  return line.includes('\t') ? line.split('\t').map(printable).join('\t') : printable(line);
}

/**
 * The last check for all output, with line breaks: it removes control sequences except our colours, and commands for CI
 * services.
 */
export function printableLines(text: string, hasColors: boolean): string {
  const parts = hasColors ? text.split(COLOUR) : [text];
  // Every second part is a colour.
  const safe = parts.map((part, index) => (index % 2 === 1 ? part : steerless(part))).join('');
  const lines = withoutCommands(safe);
  return lines.includes('::') ? lines.replace(COMMAND_LINE, `$1${REPLACEMENT}`) : lines;
}

/** The last check for lines that are commands for a CI service. */
export function printableCommands(text: string): string {
  return steerless(text);
}

/** Escapes characters in JSON that must not be printed. The data stays the same. */
export function printableJson(json: string): string {
  const escaped = UNUSUAL_IN_JSON.test(json) ? json.replace(UNSEEN_IN_JSON, escapeUnits) : json;
  return escaped.includes('##') ? escaped.replace(COMMAND, '\\u0023') : escaped;
}

const UNSEEN_IN_JSON = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

function escapeUnits(characters: string): string {
  return characters.replace(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function steerless(text: string): string {
  return UNUSUAL_IN_LINES.test(text) ? text.replace(STEERING, REPLACEMENT) : text;
}

function withoutCommands(text: string): string {
  return text.includes('##') ? text.replace(COMMAND, REPLACEMENT) : text;
}
