import type { ContainerRole } from '../../../server/src/protocol';
import type { Container, ContainerStatus, Pod } from './pod';

/** A container of a running pod, as a person chooses among them. */
export interface RunningContainer {
  readonly name: string;
  readonly image: string;
  /** `app`, `sidecar`, `native-sidecar`, `init`, `ephemeral`; none where the server could not say. */
  readonly role: string | undefined;
  readonly isRunning: boolean;
  readonly isReady: boolean;
  /** "running", or what keeps it from running: "CrashLoopBackOff", "Completed", "exit code 3". */
  readonly state: string;
  readonly restarts: number;
  /** Which log the run that ended last has written: that of now, or of before the restart; none where none has ended. */
  readonly endedLog: 'current' | 'previous' | undefined;
  /** It is not in the template that its owner makes pods from; never where that isn't known. */
  readonly isInjected: boolean;
  /** The annotation of the pod names it as the one that is meant where none is named. */
  readonly isDefault: boolean;
}

/** What kubectl itself goes by where it is told no container. */
const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';
const ORDER: readonly (string | undefined)[] = ['app', 'sidecar', 'native-sidecar', 'ephemeral', 'init'];

/**
 * The containers of a pod, the app first.
 * @param template the names of the containers in the template of the pod's owner; none where that isn't known
 */
export function runningContainers(
  pod: Pod,
  roles: readonly ContainerRole[],
  template: ReadonlySet<string> | undefined,
): RunningContainer[] {
  const roleOf = new Map(roles.map(({ name, role }) => [name, role]));
  const lists: [readonly Container[], readonly ContainerStatus[], boolean][] = [
    [pod.containers, pod.statuses, true],
    [pod.initContainers, pod.initStatuses, true],
    [pod.ephemeralContainers, pod.ephemeralStatuses, false],
  ];
  const containers = lists.flatMap(([list, statuses, isFromTemplate]) =>
    list.map((container): RunningContainer => {
      const status = statuses.find(({ name }) => name === container.name);
      return {
        name: container.name,
        image: container.image,
        role: roleOf.get(container.name),
        isRunning: status?.state.running !== undefined,
        isReady: status?.isReady ?? false,
        state: status ? stateOf(status) : 'not started',
        restarts: status?.restarts ?? 0,
        endedLog: status?.state.terminated ? 'current' : status?.lastState.terminated && 'previous',
        isInjected: isFromTemplate && template !== undefined && !template.has(container.name),
        isDefault: pod.annotations[DEFAULT_CONTAINER] === container.name,
      };
    }),
  );
  const rank = ({ role }: RunningContainer): number => ORDER.indexOf(role);
  return containers.sort((a, b) => rank(a) - rank(b));
}

function stateOf({ state: { running, waiting, terminated } }: ContainerStatus): string {
  if (running) return 'running';
  if (waiting) return waiting.reason ?? 'waiting';
  if (!terminated) return 'not started';
  if (terminated.exitCode === 0) return terminated.reason ?? 'Completed';
  const end = terminated.signal === 0 ? `exit code ${terminated.exitCode}` : `signal ${terminated.signal}`;
  return terminated.reason === undefined || terminated.reason === 'Error' ? end : `${terminated.reason}, ${end}`;
}
