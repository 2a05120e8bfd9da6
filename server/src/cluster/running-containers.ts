import type { ContainerRole } from '../protocol';
import type { ApiContainer, ApiPod, ContainerStatus } from './pod';

/** A container of a running pod, for a list to choose from. */
export interface ListedContainer {
  readonly name: string;
  readonly image: string;
  /** `app`, `sidecar`, `native-sidecar`, `init`, `ephemeral`; `undefined` if the server does not know it. */
  readonly role: string | undefined;
  readonly isRunning: boolean;
  readonly isReady: boolean;
  /** "running", or why it does not run: "CrashLoopBackOff", "Completed", "exit code 3". */
  readonly state: string;
  readonly restarts: number;
  /** The log of the last run that has ended: the current log, or the one before the restart; `undefined` if none ended. */
  readonly endedLog: 'current' | 'previous' | undefined;
  /** Whether it is missing in the template of the pod's owner; false if the template is not known. */
  readonly isInjected: boolean;
  /** Whether an annotation of the pod names it as the default container. */
  readonly isDefault: boolean;
}

/** The annotation by which kubectl chooses a container. */
const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';
const ORDER: readonly (string | undefined)[] = ['app', 'sidecar', 'native-sidecar', 'ephemeral', 'init'];

/**
 * The containers of a pod, app containers first.
 * @param template the names of the containers in the template of the pod's owner; `undefined` if it is not known
 */
export function runningContainers(
  pod: ApiPod,
  roles: readonly ContainerRole[],
  template: ReadonlySet<string> | undefined,
): ListedContainer[] {
  const roleOf = new Map(roles.map(({ name, role }) => [name, role]));
  const lists: [readonly ApiContainer[], readonly ContainerStatus[], boolean][] = [
    [pod.containers, pod.statuses, true],
    [pod.initContainers, pod.initStatuses, true],
    [pod.ephemeralContainers, pod.ephemeralStatuses, false],
  ];
  const containers = lists.flatMap(([list, statuses, isFromTemplate]) =>
    list.map((container): ListedContainer => {
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
  const rank = ({ role }: ListedContainer): number => ORDER.indexOf(role);
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
