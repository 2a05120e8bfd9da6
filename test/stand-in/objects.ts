/** An API object as the cluster stores it. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly [field: string]: unknown;
}

interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** What the cluster has to know of a container. */
export interface Container {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly isRunning: boolean;
}

/** The lists of containers in a pod's spec, and where its status has the same containers. */
const LISTS = [
  ['containers', 'containerStatuses'],
  ['initContainers', 'initContainerStatuses'],
  ['ephemeralContainers', 'ephemeralContainerStatuses'],
] as const;

/** The containers of a pod: apps first. One that the status says nothing about counts as running. */
export function containersOf(pod: KubeObject): Container[] {
  return LISTS.flatMap(([list, statuses]) => {
    const states = new Map(records(fieldsOf(pod.status)[statuses]).map((status) => [status.name, status.state]));
    return records(fieldsOf(pod.spec)[list]).map((container) => {
      const name = String(container.name);
      const state = states.get(name);
      return {
        name,
        image: String(container.image),
        command: Array.isArray(container.command) ? container.command.map(String) : [],
        isRunning: state === undefined || 'running' in fieldsOf(state),
      };
    });
  });
}

/** The fields of an object; none of anything else. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

/** The objects of a list; none of anything else. */
export function records(value: unknown): Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}
