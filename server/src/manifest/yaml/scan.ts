import type { Span } from '../value';
import { forbiddenCharacter } from './characters';
import { Scanner } from './scanner';
import type { Tokens } from './tokens';
import { YamlError } from './yaml-error';

/** The tokens of a text, and what is said beside them. */
export interface Scanned {
  /** The last one is `Token.End` or `Token.Error`. */
  readonly tokens: Tokens;
  /** In the order of the text, without the blanks at their end. */
  readonly comments: readonly Span[];
  /** Why the last token is `Token.Error`. */
  readonly error: YamlError | undefined;
}

/** Reads the tokens of a text as kubectl's parser does (goyaml.v2, which follows libyaml and YAML 1.1). */
export function scan(text: string): Scanned {
  const scanner = new Scanner(text);
  try {
    const forbidden = forbiddenCharacter(text);
    if (forbidden !== -1) throw new YamlError('character', forbidden);
    scanner.scanAll();
    return scanner.scanned(undefined);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    const before = new Scanner(text);
    before.scanUpTo(scanner.lastStart);
    return before.scanned(error);
  }
}
