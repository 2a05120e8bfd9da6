import type { Container } from '../../pod/container';
import { appsOf, type Pod } from '../../pod/pod';

/** Whether a program with these arguments runs until it is stopped. */
function isEndless(program: string, args: readonly string[]): boolean {
  switch (program) {
    case 'tail':
      return args.some((word) => /^-[a-zA-Z]*[fF]|^--follow/.test(word)) && !args.some((word) => /^--pid/.test(word));
    case 'sleep':
      return args.includes('infinity') || args.includes('inf');
    case 'inotifywait':
      return args.some((word) => word === '-m' || word === '--monitor');
    case 'journalctl':
      return args.some((word) => word === '-f' || word === '--follow');
    default:
      return false;
  }
}

/** Commands that end a loop, or with which a script stops another program. */
const ENDS_LOOP = new Set(['exit', 'break', 'return', 'kill', 'pkill', 'killall']);

/**
 * Why a container never ends by itself: an endless loop, a program that follows a file, or a well-known daemon.
 * `undefined` if that isn't certain, and for sidecars that can be told to quit.
 */
function neverEnds(container: Container): string | undefined {
  if (isToldToQuit(container)) return undefined;
  // A background command ends with its script, unless the script waits for it.
  const isWaiting = container.commands.some(({ program }) => program === 'wait');
  const commands = container.commands.filter(({ isBackground }) => isWaiting || !isBackground);
  const looped = commands.filter(({ isLooped }) => isLooped);
  if (looped.length > 0 && !looped.some(({ program }) => ENDS_LOOP.has(program))) return 'it loops forever';
  const endless = commands.find(({ program, args }) => isEndless(program, args));
  if (endless && !commands.some(({ program }) => ENDS_LOOP.has(program))) return `\`${endless.program}\` never ends`;
  if (container.commands.length === 0 || !hasOwnCommand(container)) {
    const known = container.known;
    if (known?.byImage && known.sidecar.runsForever) return `${known.sidecar.name} runs until it is stopped`;
  }
  return undefined;
}

/** Why a sidecar keeps its Job from completing; `undefined` if the Job can complete. */
export function holdsUpJob(pod: Pod, container: Container): string | undefined {
  if (!['Job', 'CronJob'].includes(pod.resource.kind) || container.role !== 'sidecar') return undefined;
  // The app can tell the sidecar to quit when the work is done.
  const isEndedByApp = appsOf(pod).some((app) =>
    app.commands.some(({ text }) => /quitquitquit|\bpkill\b|\bkillall\b/.test(text)),
  );
  return isEndedByApp ? undefined : neverEnds(container);
}

/** `/quitquitquit` is the endpoint that stops Envoy, pilot-agent and the Cloud SQL proxy. */
function isToldToQuit(container: Container): boolean {
  const words = [...container.value.get('command').strings, ...container.value.get('args').strings];
  return words.some((word) => /quit|--exit-zero-on-sigterm|--run-once|--one-time/i.test(word));
}

function hasOwnCommand(container: Container): boolean {
  return container.value.get('command').items.length > 0;
}
