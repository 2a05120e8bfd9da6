import type { PortPair } from './ports';

/** A pod of a cluster. */
export interface PodPlace {
  /** Empty inside a cluster, because kubectl needs no context there. */
  readonly context: string;
  readonly namespace: string;
  readonly pod: string;
}
export interface ContainerPlace extends PodPlace {
  readonly container: string;
}

/** What a port can be forwarded to. */
export type ForwardTarget = `pod/${string}` | `service/${string}`;

/** Operating systems of nodes: `linux` or `windows` (Kubernetes API reference, PodOS). */
export type NodeOs = string | undefined;

/**
 * Starts the best shell of a container. The script searches inside the container, so one exec is enough. It always ends
 * with 0: a shell ends with the status of its last command, and kubectl would report that like an error of its own.
 */
const UNIX_SHELLS =
  'for shell in bash ash; do command -v "$shell" >/dev/null 2>&1 && { "$shell"; exit 0; }; done; sh; exit 0';
/** Not `where … && … || …`: if a shell ends with an exit code, the next shell would start. */
const WINDOWS_SHELLS =
  'where pwsh >nul 2>nul & if not errorlevel 1 (pwsh -NoLogo & exit /b 0) else ' +
  '(where powershell >nul 2>nul & if not errorlevel 1 (powershell -NoLogo & exit /b 0) else (cmd & exit /b 0))';

/**
 * The arguments of kubectl. Each name is in one argument with its option, or after `pod/`, so a name can't be taken for an
 * option. No shell reads them.
 */
export function execWords(place: ContainerPlace, command: readonly string[]): string[] {
  return [...placeWords(place), 'exec', '-it', podWord(place), containerWord(place), '--', ...command];
}

/** The command that gives the best shell of a container. */
export function shellCommand(os: NodeOs): string[] {
  return os === 'windows' ? ['cmd', '/c', WINDOWS_SHELLS] : ['sh', '-c', UNIX_SHELLS];
}

/** The short command that users type. */
export function plainShellCommand(os: NodeOs): string[] {
  return os === 'windows' ? ['cmd'] : ['sh'];
}

/** Tests whether there is a shell: the command does nothing. */
export function probeWords(place: ContainerPlace, os: NodeOs): string[] {
  const nothing = os === 'windows' ? ['cmd', '/c', 'exit', '0'] : ['sh', '-c', ':'];
  return [...placeWords(place), 'exec', podWord(place), containerWord(place), '--', ...nothing];
}

/** A command of kubectl about a pod. @param command the name of the command, and its options */
export function podWords(place: PodPlace, [name = '', ...options]: readonly string[]): string[] {
  return [...placeWords(place), name, ...options, podWord(place)];
}

export interface LogOptions {
  /** The container; `undefined` for all containers, with a prefix on each line. */
  readonly container: string | undefined;
  readonly follow?: boolean;
  /** Of the run before the last restart. */
  readonly previous?: boolean;
  /** A duration for kubectl: `15m`, `24h`. */
  readonly since?: string;
  /** How many older lines. */
  readonly tail?: number;
  /** Whether each line begins with its time. */
  readonly timestamps?: boolean;
}

export function logWords(place: PodPlace, { container, ...options }: LogOptions): string[] {
  return [
    ...placeWords(place),
    'logs',
    podWord(place),
    ...(container === undefined ? ALL_CONTAINERS : [`--container=${container}`]),
    ...logOptionWords(options),
  ];
}

/** The logs of all containers of the pods with these labels. */
export function logWordsOf(
  place: Omit<PodPlace, 'pod'>,
  labels: Readonly<Record<string, string>>,
  options: Omit<LogOptions, 'container'>,
): string[] {
  const selector = Object.entries(labels).map((pair) => pair.join('='));
  return [
    ...placeWords(place),
    'logs',
    `--selector=${selector.join(',')}`,
    ...ALL_CONTAINERS,
    ...logOptionWords(options),
  ];
}

/** By default, kubectl refuses more than five logs at a time, and fails if a container has not started. */
const ALL_CONTAINERS = ['--all-containers', '--prefix', '--max-log-requests=50', '--ignore-errors'];

function logOptionWords({ follow, previous, since, tail, timestamps }: Omit<LogOptions, 'container'>): string[] {
  return [
    ...(follow ? ['--follow'] : []),
    ...(previous ? ['--previous'] : []),
    ...(timestamps ? ['--timestamps'] : []),
    ...(since === undefined ? [] : [`--since=${since}`]),
    ...(tail === undefined ? [] : [`--tail=${tail}`]),
  ];
}

export function describeWords(place: PodPlace): string[] {
  return [...placeWords(place), 'describe', podWord(place)];
}

/** Tests whether there is a `tar`, with which `kubectl cp` works, and whether it can read a path: the command writes nothing. */
export function tarProbeWords(place: ContainerPlace, remote = '/dev/null'): string[] {
  return [...placeWords(place), 'exec', podWord(place), containerWord(place), '--', 'tar', 'cf', '/dev/null', remote];
}

/** @param remote a path in the container; @param local one of this machine, without a colon */
export function copyWords(place: ContainerPlace, direction: 'from' | 'to', remote: string, local: string): string[] {
  const there = `${place.pod}:${remote}`;
  const paths = direction === 'from' ? [there, local] : [local, there];
  return [...placeWords(place), 'cp', containerWord(place), ...paths];
}

/** Writes a file of the container to the output of kubectl, which needs no `tar`. */
export function catWords(place: ContainerPlace, remote: string): string[] {
  return [...placeWords(place), 'exec', podWord(place), containerWord(place), '--', 'cat', remote];
}

/** The events of a namespace, the newest at the end. */
export function eventWords(place: Omit<PodPlace, 'pod'>): string[] {
  return [...placeWords(place), 'get', 'events', '--sort-by=.metadata.creationTimestamp'];
}

/** @param target `pod/NAME` or `service/NAME` */
export function portForwardWords(
  place: Omit<PodPlace, 'pod'>,
  target: ForwardTarget,
  pairs: readonly PortPair[],
): string[] {
  return [...placeWords(place), 'port-forward', target, ...pairs.map(({ local, remote }) => `${local}:${remote}`)];
}

function placeWords({ context, namespace }: Omit<PodPlace, 'pod'>): string[] {
  return [...(context === '' ? [] : [`--context=${context}`]), `--namespace=${namespace}`];
}

function podWord({ pod }: PodPlace): string {
  return `pod/${pod}`;
}

function containerWord({ container }: ContainerPlace): string {
  return `--container=${container}`;
}
