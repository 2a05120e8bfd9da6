import type { YamlValue } from '../../manifest/value';
import type { Container } from '../../pod/container';
import type { Pod } from '../../pod/pod';
import { containerSubject } from '../subject';

/** A probe or a hook of a container that can have one. */
export interface ProbeOrHook {
  readonly container: Container;
  /** What a message calls it: `the liveness probe of container "web"`. */
  readonly subject: string;
  readonly value: YamlValue;
  /** What it does, in the order of the API server, which looks at the first one. */
  readonly actions: readonly YamlValue[];
}

export interface Probe extends ProbeOrHook {
  readonly name: ProbeName;
}

type ProbeName = 'livenessProbe' | 'readinessProbe' | 'startupProbe';

const PROBES: Readonly<Record<ProbeName, string>> = {
  livenessProbe: 'liveness probe',
  readinessProbe: 'readiness probe',
  startupProbe: 'startup probe',
};
const PROBE_NAMES: readonly ProbeName[] = ['livenessProbe', 'readinessProbe', 'startupProbe'];
const HOOKS = ['postStart', 'preStop'] as const;

const OF_PROBES = ['exec', 'httpGet', 'tcpSocket', 'grpc'];
const OF_HOOKS = ['exec', 'httpGet', 'tcpSocket', 'sleep'];

/** `Rule.fields` of rules about them. */
export const PROBES_AND_HOOKS: readonly string[] = [...PROBE_NAMES, 'lifecycle'];

export function* probesOf(pod: Pod): Generator<Probe> {
  for (const container of pod.containers.filter(canHaveProbes))
    for (const name of PROBE_NAMES) {
      const value = container.value.get(name);
      if (!value.isMap) continue;
      const subject = `the ${PROBES[name]} of ${containerSubject(container)}`;
      yield { container, name, value, subject, actions: actionsOf(value, OF_PROBES) };
    }
}

export function* hooksOf(pod: Pod): Generator<ProbeOrHook> {
  for (const container of pod.containers.filter(canHaveProbes))
    for (const name of HOOKS) {
      const value = container.value.get('lifecycle').get(name);
      if (!value.isMap) continue;
      const subject = `the ${name} hook of ${containerSubject(container)}`;
      yield { container, value, subject, actions: actionsOf(value, OF_HOOKS) };
    }
}

export function* probesAndHooksOf(pod: Pod): Generator<ProbeOrHook> {
  yield* probesOf(pod);
  yield* hooksOf(pod);
}

/** The API server refuses them in all other containers, whatever they say: init-container-probe, ephemeral-in-manifest. */
function canHaveProbes({ list, role }: Container): boolean {
  return list === 'containers' || role === 'native-sidecar';
}

function actionsOf(value: YamlValue, names: readonly string[]): YamlValue[] {
  return names.map((name) => value.get(name)).filter(({ isSet }) => isSet);
}
