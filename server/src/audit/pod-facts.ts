import { JsonValue } from '../manifest/json-value';
import { containerPowersOf, type PowerfulPod } from '../pod/container-powers';
import type { Power } from '../pod/power';
import { CONTAINER_LISTS, type ContainerList } from '../pod/template';
import { type Commands, startedCommands } from './commands';
import { environmentPowersOf } from './environment';

/** The facts about a pod spec that the audit compares. The spec can be from a running pod, a template or a manifest. */
export interface PodFacts {
  readonly serviceAccount: string;
  readonly powers: readonly Power[];
  readonly containers: readonly ContainerFacts[];
}

export interface ContainerFacts {
  readonly name: string;
  readonly list: ContainerList;
  readonly image: string;
  /** For an ephemeral container: the container whose processes it can see. */
  readonly target?: string;
  readonly powers: readonly Power[];
  /** What the kubelet and the runtime start in it, by field; a field that is not set is missing. */
  readonly commands: Commands;
}

/** The facts in the `metadata` and `spec` of a pod or a pod template. */
export function podFactsOf(json: unknown): PodFacts {
  const template = new JsonValue(json);
  const [metadata, spec] = [template.get('metadata'), template.get('spec')];
  const account = spec.get('serviceAccountName').string ?? spec.get('serviceAccount').string;
  const pod = { metadata, spec, volumes: spec.get('volumes').items };
  return {
    serviceAccount: account === undefined || account === '' ? 'default' : account,
    powers: podPowersOf(spec),
    containers: CONTAINER_LISTS.flatMap((list) =>
      spec.get(list).items.map((container) => containerFactsOf(container, list, pod)),
    ),
  };
}

function podPowersOf(spec: JsonValue): Power[] {
  const names = ['hostNetwork', 'hostPID', 'hostIPC', 'shareProcessNamespace'] as const;
  const unlessRefused = [
    ['hostUsers', spec.get('hostUsers')],
    ['token', spec.get('automountServiceAccountToken')],
  ] as const;
  return [
    ...names.filter((name) => spec.get(name).boolean === true),
    ...unlessRefused.flatMap(([power, value]) => (value.boolean === false ? [] : [power])),
  ];
}

function containerFactsOf(container: JsonValue, list: ContainerList, pod: PowerfulPod<JsonValue>): ContainerFacts {
  const target = container.get('targetContainerName').string;
  return {
    name: container.get('name').string ?? '',
    list,
    image: container.get('image').string ?? '',
    ...(target !== undefined && target !== '' && { target }),
    powers: [...containerPowersOf(container, pod).map(({ power }) => power), ...environmentPowersOf(container)],
    commands: startedCommands(container),
  };
}
