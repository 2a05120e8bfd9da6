import type { YamlValue } from '../../manifest/value';
import { type ShellCommand, scriptCommands } from '../../pod/shell';
import { isShell } from '../../pod/shell-words';

const SIGNALLERS = new Set(['kill', 'pkill', 'killall']);
const SIGNAL = /^(?:SIG)?(?:HUP|USR[12]|1)$/;
const LOCAL_RELOAD = /^(?:https?:\/\/)?(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?\/[\w/-]*reload\/?$/;
/** Commands that find the process to signal, wait, or test a condition. */
const HELPERS = new Set(['pidof', 'pgrep', 'true', ':', 'sleep', 'test', '[']);

/** Whether a script only tells an app to reload its files. */
export function onlyReloads(script: string, source: YamlValue): boolean {
  const commands = scriptCommands(script, source);
  return commands.some(reloads) && commands.every((command) => reloads(command) || helps(command));
}

function reloads({ program, args, redirects }: ShellCommand): boolean {
  if (!redirects.every(isSilencing)) return false;
  if (SIGNALLERS.has(program)) return SIGNAL.test(signalOf(args) ?? '');
  if (program === 'nginx') return args.join(' ') === '-s reload';
  // Only the address and harmless options: no output file, for example.
  if (program === 'curl' || program === 'wget') {
    return (
      args.some((word) => LOCAL_RELOAD.test(word)) && args.every((word) => LOCAL_RELOAD.test(word) || isHarmless(word))
    );
  }
  return false;
}

/** `-HUP`, `-sHUP` or `-s HUP`. */
function signalOf([first, second]: readonly string[]): string | undefined {
  return first === '-s' || first === '--signal' ? second : /^-(?:s)?(?=[A-Z\d])(.*)$/.exec(first ?? '')?.[1];
}

/** An option of curl or wget that does not read, write or send a file. */
function isHarmless(word: string): boolean {
  return /^(?:-[fsSXqk]+|--silent|--fail|--request|--post-data=|--quiet|POST|PUT|GET)$/.test(word);
}

function helps({ program, args, redirects, text }: ShellCommand): boolean {
  if (!redirects.every(isSilencing)) return false;
  if (program === 'cat') return args.length > 0 && args.every((word) => word.endsWith('.pid'));
  // The commands that a shell runs with `-c` are in the list themselves.
  return HELPERS.has(program) || (isShell(program) && /\s-[a-z]*c[a-z]*\s/.test(text));
}

function isSilencing({ operator, target }: { operator: string; target: string }): boolean {
  return target === '/dev/null' || (operator === '>&' && /^\d$/.test(target));
}
