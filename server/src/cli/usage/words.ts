import { parseArgs } from 'node:util';
import { own } from '../../text/own';
import { COMMANDS, type CommandSpec } from './commands';

/** Wrong usage: a message for the user, and exit code 2. */
export class UsageError extends Error {
  /** Keeps the first sentence of an error of `parseArgs`: the second one is advice for programmers. */
  static from(error: unknown): UsageError {
    const [sentence] = error instanceof Error ? error.message.split(/\.\s/) : [String(error)];
    return new UsageError(`${sentence}. See "sidecar-guard --help".`);
  }
}

/** The words of a call behind the name of its command. */
export interface CallWords {
  readonly paths: readonly string[];
  /** Whether an option without a value is given. */
  has(option: string): boolean;
  /** The value of an option; the last one, if it is given several times. */
  valueOf(option: string): string | undefined;
  valuesOf(option: string): readonly string[];
}

/**
 * Reads the words of a call by the table of commands.
 * @throws UsageError
 */
export function readWords(command: string, words: readonly string[]): CallWords {
  const { values, positionals } = parse(words, COMMANDS.find(({ name }) => name === command)?.options ?? []);
  const valuesOf = (option: string): string[] =>
    [own(values, option) ?? []].flat().filter((value) => typeof value === 'string');
  return {
    paths: positionals,
    has: (option) => [own(values, option)].flat().includes(true),
    valueOf: (option) => valuesOf(option).at(-1),
    valuesOf,
  };
}

function parse(words: readonly string[], options: CommandSpec['options']) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: Object.fromEntries(
        options.map(({ name, short, value }) => [
          name,
          {
            type: value === undefined ? ('boolean' as const) : ('string' as const),
            multiple: true,
            ...(short && { short }),
          },
        ]),
      ),
    });
  } catch (error) {
    throw UsageError.from(error);
  }
}
