import type { Container } from '../../pod/container';
import { appsOf, type Pod } from '../../pod/pod';

/** Programs that follow or serve until somebody stops them, given these words. */
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

/** Programs that end loops, or that other containers end this one by. */
const ENDS_LOOP = new Set(['exit', 'break', 'return', 'kill', 'pkill', 'killall']);

/**
 * Why a container never ends by itself: a loop without a way out, a program that follows a file, or a well-known
 * daemon. `undefined` where that isn't certain, and for sidecars that are told to quit.
 */
function neverEnds(container: Container): string | undefined {
  if (isToldToQuit(container)) return undefined;
  // What runs in the background ends with its script, unless that waits for it.
  const isWaiting = container.commands.some(({ program }) => program === 'wait');
  const commands = container.commands.filter(({ isBackground }) => isWaiting || !isBackground);
  const looped = commands.filter(({ isLooped }) => isLooped);
  if (looped.length > 0 && !looped.some(({ program }) => ENDS_LOOP.has(program))) return 'it loops for ever';
  const endless = commands.find(({ program, args }) => isEndless(program, args));
  if (endless && !commands.some(({ program }) => ENDS_LOOP.has(program))) return `\`${endless.program}\` never ends`;
  if (container.commands.length === 0 || !hasOwnCommand(container)) {
    const known = container.known;
    if (known?.byImage && known.sidecar.runsForever) return `${known.sidecar.name} runs until it is stopped`;
  }
  return undefined;
}

/** Why a Job never completes because of one of its sidecars; `undefined` where it does, or may. */
export function holdsUpJob(pod: Pod, container: Container): string | undefined {
  if (!['Job', 'CronJob'].includes(pod.resource.kind) || container.role !== 'sidecar') return undefined;
  // An app that tells the sidecar to quit when it is done ends it from outside.
  const isEndedByApp = appsOf(pod).some((app) =>
    app.commands.some(({ text }) => /quitquitquit|\bpkill\b|\bkillall\b/.test(text)),
  );
  return isEndedByApp ? undefined : neverEnds(container);
}

/** `/quitquitquit` is the endpoint by which Envoy, pilot-agent and the Cloud SQL proxy are told to stop. */
function isToldToQuit(container: Container): boolean {
  const words = [...container.value.get('command').strings, ...container.value.get('args').strings];
  return words.some((word) => /quit|--exit-zero-on-sigterm|--run-once|--one-time/i.test(word));
}

function hasOwnCommand(container: Container): boolean {
  return container.value.get('command').items.length > 0;
}
