import type { Span } from './value';

/** Why a document is not read: its analysis could take too long, or overflow the stack. */
export type Excess = 'aliases' | 'depth' | 'size';

/** The rule of YAML that a text breaks. */
export type SyntaxReason =
  /** A control character. */
  | 'character'
  /** A character that begins no value. */
  | 'token'
  /** A tab as indentation. */
  | 'tab'
  /** A key without `:` behind it. */
  | 'colon'
  /** A list item, `? key` or `: value` where none can begin. */
  | 'item'
  | 'key'
  | 'value'
  /** A list item or a key in a column that no open collection has. */
  | 'item-column'
  | 'key-column'
  /** Brackets or braces without a comma between two values, or without an end. */
  | 'list-end'
  | 'map-end'
  /** No value where one must be. */
  | 'node'
  /** An anchor, a tag, a directive or the first line of a block scalar that is not well-formed. */
  | 'anchor'
  | 'tag'
  | 'directive'
  | 'block'
  /** Text behind `---`. */
  | 'separator'
  /** Text in quotes without an end, with a document marker, or with an unknown escape sequence. */
  | 'quote'
  | 'marker'
  | 'escape';

/** Why kubectl does not read a text. */
export type SyntaxCause =
  /** It is not YAML 1.1. */
  | { readonly kind: 'syntax'; readonly reason: SyntaxReason }
  /** An alias without an anchor before it. */
  | { readonly kind: 'alias' }
  /** An alias inside the node that it names. */
  | { readonly kind: 'circle' }
  /** A key that JSON can't have: a map, a list, or nothing. */
  | { readonly kind: 'key' }
  /** The value of a merge key is neither a map nor a list of maps. */
  | { readonly kind: 'merge' }
  /** A number that JSON can't have. */
  | { readonly kind: 'number' }
  /** The value does not have the type that its tag names. */
  | { readonly kind: 'tag' };

/** A part of the text that kubectl does not read. */
export interface SyntaxProblem {
  readonly cause: SyntaxCause;
  readonly span: Span;
}
