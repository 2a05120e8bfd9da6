import type { ContainerList } from '../pod/template';
import { containerPowersOf, type PodContext, podContextOf } from './container-powers';
import { type Fields, fieldsOf, objectsOf, textOf } from './fields';
import type { Power } from './power';

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

const LISTS: readonly ContainerList[] = ['initContainers', 'containers', 'ephemeralContainers'];

/** The facts in the `metadata` and `spec` of a pod or a pod template. */
export function podFactsOf(json: unknown): PodFacts {
  const { metadata, spec: own } = fieldsOf(json);
  const spec = fieldsOf(own);
  const account = textOf(spec.serviceAccountName) ?? textOf(spec.serviceAccount);
  const pod = podContextOf(fieldsOf(metadata), spec);
  return {
    serviceAccount: account === undefined || account === '' ? 'default' : account,
    powers: podPowersOf(spec),
    containers: LISTS.flatMap((list) =>
      objectsOf(spec[list]).map((container) => containerFactsOf(container, list, pod)),
    ),
  };
}

function podPowersOf(spec: Fields): Power[] {
  const names = ['hostNetwork', 'hostPID', 'hostIPC', 'shareProcessNamespace'] as const;
  const unlessRefused = [
    ['hostUsers', spec.hostUsers],
    ['token', spec.automountServiceAccountToken],
  ] as const;
  return [
    ...names.filter((name) => spec[name] === true),
    ...unlessRefused.flatMap(([power, value]) => (value === false ? [] : [power])),
  ];
}

function containerFactsOf(container: Fields, list: ContainerList, pod: PodContext): ContainerFacts {
  const target = textOf(container.targetContainerName);
  return {
    name: textOf(container.name) ?? '',
    list,
    image: textOf(container.image) ?? '',
    ...(target !== undefined && target !== '' && { target }),
    powers: containerPowersOf(container, pod),
  };
}
