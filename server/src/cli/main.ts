import { VERSION } from '../report/version';
import { access } from './access';
import { runAudit } from './audit';
import { check } from './check';
import { runExplain } from './explain';
import { gates } from './gates';
import { type Io, safeIo } from './io';
import { map } from './map';
import { listRules } from './rules';
import { COMMANDS } from './usage/commands';
import { UsageError } from './usage/words';

/** Runs a command line (without the name of the program) and returns its exit code. */
export async function main(words: readonly string[], raw: Io): Promise<number> {
  const io = safeIo(raw);
  const [command, ...rest] = words;
  try {
    if (asksForHelp(words)) {
      const { helpText } = await import('./usage/help');
      // Before the help of a command there must be a command.
      io.stdout(helpText(COMMANDS.some(({ name }) => name === command) ? command : undefined));
      return 0;
    }
    switch (command) {
      case 'check':
        return await check(rest, io);
      case 'access':
        return await access(rest, io);
      case 'audit':
        return await runAudit(rest, io);
      case 'gates':
        return await gates(rest, io);
      case 'map':
        return await map(rest, io);
      case 'rules':
        return listRules(rest, io);
      case 'explain':
        return runExplain(rest, io);
      case 'help':
      case 'completion':
        return await (await import('./usage/usage')).runUsage(command, rest, io);
      case 'mcp':
        return await (await import('./mcp')).runMcp(rest, raw, main);
      case 'version':
        io.stdout(`${VERSION}\n`);
        return 0;
      default:
        throw new UsageError(
          command === undefined
            ? 'No command was given; see "sidecar-guard --help".'
            : `There is no command "${command}"; see "sidecar-guard --help".`,
        );
    }
  } catch (error) {
    if (error instanceof UsageError) io.tell(error.message);
    else io.tellMistake(`an internal error, please report it: ${error instanceof Error ? error.stack : String(error)}`);
    return 2;
  }
}

/** The option can be anywhere before `--`. Words after `--` are paths. */
function asksForHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return words.slice(0, end === -1 ? words.length : end).some((word) => word === '--help' || word === '-h');
}
