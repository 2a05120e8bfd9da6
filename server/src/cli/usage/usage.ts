import { RULES } from '../../rules/index';
import type { Io } from '../io';
import { SHELLS } from './commands';
import { completionScript } from './completion';
import { helpText } from './help';
import { UsageError } from './words';

/**
 * `help [COMMAND]` and `completion SHELL`.
 * @throws UsageError
 */
export function runUsage(command: 'help' | 'completion', words: readonly string[], io: Pick<Io, 'stdout'>): number {
  const [word, ...others] = words;
  if (others.length > 0) throw new UsageError(`"${command}" takes one word; see "sidecar-guard --help".`);
  io.stdout(command === 'help' ? helpText(word) : completion(word));
  return 0;
}

function completion(word: string | undefined): string {
  const shell = SHELLS.find((name) => name === word);
  if (!shell) throw new UsageError(`"completion" takes the name of a shell; write one of ${SHELLS.join(', ')}.`);
  return completionScript(
    shell,
    RULES.map(({ id }) => id),
  );
}
