import type { YamlValue } from '../../manifest/value';
import { type ShellCommand, scriptCommands } from '../../pod/shell';
import { isShell } from '../../pod/shell-words';

const SIGNALLERS = new Set(['kill', 'pkill', 'killall']);
const SIGNAL = /^(?:SIG)?(?:HUP|USR[12]|1)$/;
const LOCAL_RELOAD = /^(?:https?:\/\/)?(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?\/[\w/-]*reload\/?$/;
/** What finds the process to signal, or lets a script go on. */
const HELPERS = new Set(['pidof', 'pgrep', 'true', ':', 'sleep', 'test', '[']);

/** Whether a script tells an app that its files have changed, and does nothing else. */
export function onlyReloads(script: string, source: YamlValue): boolean {
  const commands = scriptCommands(script, source);
  return commands.some(reloads) && commands.every((command) => reloads(command) || helps(command));
}

function reloads({ program, args, redirects }: ShellCommand): boolean {
  if (!redirects.every(isSilencing)) return false;
  if (SIGNALLERS.has(program)) return SIGNAL.test(signalOf(args) ?? '');
  if (program === 'nginx') return args.join(' ') === '-s reload';
  // Without an output file: nothing but the address, options and their plain values.
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

/** An option of curl or wget by which nothing is read, written or sent. */
function isHarmless(word: string): boolean {
  return /^(?:-[fsSXqk]+|--silent|--fail|--request|--post-data=|--quiet|POST|PUT|GET)$/.test(word);
}

function helps({ program, args, redirects, text }: ShellCommand): boolean {
  if (!redirects.every(isSilencing)) return false;
  if (program === 'cat') return args.length > 0 && args.every((word) => word.endsWith('.pid'));
  // What a shell runs is among the commands itself, where it is written there.
  return HELPERS.has(program) || (isShell(program) && /\s-[a-z]*c\s/.test(text));
}

function isSilencing({ operator, target }: { operator: string; target: string }): boolean {
  return target === '/dev/null' || (operator === '>&' && /^\d$/.test(target));
}
