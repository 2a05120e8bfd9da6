import type { SyntaxReason } from '../problem';

/** A place at which kubectl's parser gives up. The offset is a 0-based UTF-16 offset in the text of the document. */
export class YamlError extends Error {
  readonly reason: SyntaxReason;
  readonly offset: number;

  constructor(reason: SyntaxReason, offset: number) {
    super(`${reason} at ${offset}`);
    this.reason = reason;
    this.offset = offset;
  }
}
