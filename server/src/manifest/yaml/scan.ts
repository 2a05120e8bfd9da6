import { forbiddenCharacter } from './characters';
import { Scanner } from './scanner';
import type { Scanned } from './tokens';
import { YamlError } from './yaml-error';

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
