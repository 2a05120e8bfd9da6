import type { ContainerList } from '../pod/template';

/** What the audit knows of a pod's spec, whether it runs, is a template or stands in a manifest. */
export interface PodFacts {
  readonly serviceAccount: string;
  readonly powers: readonly Power[];
  readonly containers: readonly ContainerFacts[];
}

export interface ContainerFacts {
  readonly name: string;
  readonly list: ContainerList;
  readonly image: string;
  /** Of an ephemeral container: whose processes it sees. */
  readonly target?: string;
  readonly powers: readonly Power[];
}

/**
 * Something that a pod or container may do beyond the ordinary, as text, so that two lists can be compared. What isn't
 * written, or is what the API server fills in, is none (API reference, PodSpec and SecurityContext).
 */
export type Power =
  | 'hostNetwork'
  | 'hostPID'
  | 'hostIPC'
  | 'shareProcessNamespace'
  | 'hostProcess'
  | 'privileged'
  | 'allowPrivilegeEscalation'
  | 'root'
  | 'unmaskedProc'
  | 'unconfined'
  | `capability ${string}`
  | `hostPath ${string}`
  | `writes ${string}`;

type Fields = Readonly<Record<string, unknown>>;

const LISTS: readonly ContainerList[] = ['initContainers', 'containers', 'ephemeralContainers'];

/**
 * The facts in the `metadata` and `spec` of a pod or a pod template. It is data from elsewhere: what has another type than
 * it should have is left out.
 */
export function podFactsOf(json: unknown): PodFacts {
  const spec = fieldsOf(fieldsOf(json).spec);
  const account = textOf(spec.serviceAccountName) ?? textOf(spec.serviceAccount);
  const names = ['hostNetwork', 'hostPID', 'hostIPC', 'shareProcessNamespace'] as const;
  const hostPaths = new Map(
    objectsOf(spec.volumes).flatMap((volume) => {
      const [name, path] = [textOf(volume.name), textOf(fieldsOf(volume.hostPath).path)];
      return name === undefined || path === undefined ? [] : [[name, path] as const];
    }),
  );
  return {
    serviceAccount: account === undefined || account === '' ? 'default' : account,
    powers: names.filter((name) => spec[name] === true),
    containers: LISTS.flatMap((list) =>
      objectsOf(spec[list]).map((container) =>
        containerFactsOf(container, list, fieldsOf(spec.securityContext), hostPaths),
      ),
    ),
  };
}

function containerFactsOf(
  container: Fields,
  list: ContainerList,
  ofPod: Fields,
  hostPaths: ReadonlyMap<string, string>,
): ContainerFacts {
  const target = textOf(container.targetContainerName);
  return {
    name: textOf(container.name) ?? '',
    list,
    image: textOf(container.image) ?? '',
    ...(target !== undefined && target !== '' && { target }),
    powers: [...securityPowersOf(fieldsOf(container.securityContext), ofPod), ...mountPowersOf(container, hostPaths)],
  };
}

/** A container's own word beats the pod's. */
function securityPowersOf(own: Fields, ofPod: Fields): Power[] {
  const effective = (name: string): unknown => own[name] ?? ofPod[name];
  const flags: readonly (readonly [Power, boolean])[] = [
    ['hostProcess', fieldsOf(effective('windowsOptions')).hostProcess === true],
    ['privileged', own.privileged === true],
    ['allowPrivilegeEscalation', own.allowPrivilegeEscalation === true],
    ['root', effective('runAsUser') === 0],
    ['unmaskedProc', own.procMount === 'Unmasked'],
    ['unconfined', fieldsOf(effective('seccompProfile')).type === 'Unconfined'],
  ];
  const { add } = fieldsOf(own.capabilities);
  const added = (Array.isArray(add) ? add : []).filter((name) => typeof name === 'string');
  return [
    ...flags.flatMap(([power, holds]) => (holds ? [power] : [])),
    ...[...new Set(added)].map((name): Power => `capability ${name.replace(/^CAP_/, '')}`),
  ];
}

function mountPowersOf(container: Fields, hostPaths: ReadonlyMap<string, string>): Power[] {
  const powers = objectsOf(container.volumeMounts).flatMap((mount): Power[] => {
    const path = hostPaths.get(textOf(mount.name) ?? '');
    if (path === undefined) return [];
    return mount.readOnly === true ? [`hostPath ${path}`] : [`hostPath ${path}`, `writes ${path}`];
  });
  return [...new Set(powers)];
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function objectsOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
