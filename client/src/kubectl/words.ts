/** A container of a pod of a cluster. */
export interface PodPlace {
  /** Empty inside a cluster, where kubectl needs none. */
  readonly context: string;
  readonly namespace: string;
  readonly pod: string;
}
export interface ContainerPlace extends PodPlace {
  readonly container: string;
}

/** Operating systems of nodes: `linux` or `windows` (Kubernetes API reference, PodOS). */
export type NodeOs = string | undefined;

/**
 * Of all that comes to a container's shell, the most comfortable one. They are looked for in the container, so that one
 * exec is enough.
 */
const UNIX_SHELLS = 'for shell in bash ash; do command -v "$shell" >/dev/null 2>&1 && exec "$shell"; done; exec sh';
/** Not `where … && … || …`: a shell that was left with an exit code would be followed by the next one. */
const WINDOWS_SHELLS =
  'where pwsh >nul 2>nul & if not errorlevel 1 (pwsh -NoLogo) else ' +
  '(where powershell >nul 2>nul & if not errorlevel 1 (powershell -NoLogo) else (cmd))';

/**
 * The words that go to kubectl. Each name is in one word with its option, or behind `pod/`, so that whatever it begins
 * with it is a name; no shell ever sees it.
 */
export function execWords(place: ContainerPlace, command: readonly string[]): string[] {
  return [...placeWords(place), 'exec', '-it', podWord(place), containerWord(place), '--', ...command];
}

/** The command that gives the best shell of a container. */
export function shellCommand(os: NodeOs): string[] {
  return os === 'windows' ? ['cmd', '/c', WINDOWS_SHELLS] : ['sh', '-c', UNIX_SHELLS];
}

/** What people type, and what they paste into a chat. */
export function plainShellCommand(os: NodeOs): string[] {
  return os === 'windows' ? ['cmd'] : ['sh'];
}

/** Whether there is a shell: does nothing, and ends at once. */
export function probeWords(place: ContainerPlace, os: NodeOs): string[] {
  const nothing = os === 'windows' ? ['cmd', '/c', 'exit', '0'] : ['sh', '-c', ':'];
  return [...placeWords(place), 'exec', podWord(place), containerWord(place), '--', ...nothing];
}

/** An ephemeral container that sees the processes of another one. */
export function debugWords(place: ContainerPlace, image: string): string[] {
  const target = `--target=${place.container}`;
  return [...placeWords(place), 'debug', '-it', podWord(place), `--image=${image}`, target, '--profile=general'];
}

export interface LogOptions {
  /** All containers of the pod, each line with where it is from; else the one that is named. */
  readonly container: string | undefined;
  readonly follow?: boolean;
  /** Of the run before the last restart. */
  readonly previous?: boolean;
  /** As kubectl takes it: `15m`, `24h`. */
  readonly since?: string;
  /** How many lines of the past. */
  readonly tail?: number;
}

export function logWords(place: PodPlace, { container, follow, previous, since, tail }: LogOptions): string[] {
  return [
    ...placeWords(place),
    'logs',
    podWord(place),
    // Unless it is told, kubectl refuses more than five logs at a time, and gives none where a container has not started.
    ...(container === undefined
      ? ['--all-containers', '--prefix', '--max-log-requests=50', '--ignore-errors']
      : [`--container=${container}`]),
    ...(follow ? ['--follow'] : []),
    ...(previous ? ['--previous'] : []),
    ...(since === undefined ? [] : [`--since=${since}`]),
    ...(tail === undefined ? [] : [`--tail=${tail}`]),
  ];
}

export function describeWords(place: PodPlace): string[] {
  return [...placeWords(place), 'describe', podWord(place)];
}

/** @param local a port of this machine; @param remote one of the pod */
export function portForwardWords(place: PodPlace, local: number, remote: number): string[] {
  return [...placeWords(place), 'port-forward', podWord(place), `${local}:${remote}`];
}

function placeWords({ context, namespace }: PodPlace): string[] {
  return [...(context === '' ? [] : [`--context=${context}`]), `--namespace=${namespace}`];
}

function podWord({ pod }: PodPlace): string {
  return `pod/${pod}`;
}

function containerWord({ container }: ContainerPlace): string {
  return `--container=${container}`;
}
