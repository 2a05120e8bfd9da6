import { type Scanned, Token, type Tokens } from './tokens';
import { YamlError } from './yaml-error';

/** Goes through the tokens of a text. Its place is always at a token; the last one is the end of the text. */
export class TokenReader {
  readonly #tokens: Tokens;
  readonly #error: YamlError | undefined;
  #index = -1;
  /** The kind of the token here. */
  kind = Token.Nothing;

  constructor({ tokens, error }: Scanned) {
    this.#tokens = tokens;
    this.#error = error;
    this.next();
  }

  /**
   * Goes to the next token.
   * @throws YamlError if the text can't be read further
   */
  next(): void {
    const { kinds } = this.#tokens;
    if (this.kind === Token.End) return;
    do this.kind = kinds[++this.#index] ?? Token.End;
    while (this.kind === Token.Nothing);
    if (this.kind === Token.Error) throw this.#error ?? new YamlError('token', this.start);
  }

  /** 0-based UTF-16 offsets. */
  get start(): number {
    return this.#tokens.starts[this.#index] ?? 0;
  }

  get end(): number {
    return this.#tokens.ends[this.#index] ?? 0;
  }

  /** See `Tokens.texts`; empty if there is none. */
  get text(): string {
    return this.#tokens.texts[this.#index] ?? '';
  }

  /** The data of a scalar. */
  scalarText(source: string): string {
    return this.#tokens.texts[this.#index] ?? source.slice(this.start, this.end);
  }

  /** The handle of a tag; empty if it has none. */
  get handle(): string {
    return this.#tokens.handles.get(this.#index) ?? '';
  }
}
