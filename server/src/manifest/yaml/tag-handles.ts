import type { TokenReader } from './token-reader';
import { Token } from './tokens';
import { YamlError } from './yaml-error';

const VERSION = '1.1';

/** The handles of tags, with the prefixes that they stand for (YAML 1.1, 6.8.2). */
export class TagHandles {
  readonly #prefixes = new Map([
    ['!', '!'],
    ['!!', 'tag:yaml.org,2002:'],
  ]);

  /**
   * Reads the directives before a document. kubectl refuses other versions than 1.1, also newer ones.
   * @returns whether there are any
   */
  declare(tokens: TokenReader): boolean {
    const declared = new Set<string>();
    for (;;) {
      const { kind, text, handle, start } = tokens;
      if (kind !== Token.VersionDirective && kind !== Token.TagDirective) return declared.size > 0;
      const name = kind === Token.VersionDirective ? '%' : handle;
      if (declared.has(name) || (kind === Token.VersionDirective && text !== VERSION))
        throw new YamlError('directive', start);
      declared.add(name);
      if (kind === Token.TagDirective) this.#prefixes.set(handle, text);
      tokens.next();
    }
  }

  /** The whole tag. */
  resolve({ handle, text, start }: Pick<TokenReader, 'handle' | 'text' | 'start'>): string {
    if (handle === '') return text;
    const prefix = this.#prefixes.get(handle);
    if (prefix === undefined) throw new YamlError('tag', start);
    return prefix + text;
  }
}
