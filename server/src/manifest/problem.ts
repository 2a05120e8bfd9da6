import type { Span } from './value';

/** Why a document is not read: its analysis could take too long, or overflow the stack. */
export type Excess = 'aliases' | 'depth' | 'size';

/** Why kubectl does not read a text. */
export type SyntaxCause =
  /** It is not YAML. The reason is the parser's, in English. */
  | { readonly kind: 'syntax'; readonly reason: string }
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
