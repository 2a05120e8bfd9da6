import { stringMap } from '../manifest/resource';
import type { Container } from '../pod/container';
import { isInjectedAlready, podInjections } from '../pod/injection';
import type { Pod } from '../pod/pod';
import { declaresPort } from '../pod/ports';
import { ROLE_NAMES } from '../pod/role-names';
import { getsToken, serviceAccountOf } from '../pod/service-account';
import { abilitiesOf } from '../rules/access/abilities';
import { abilityWords } from '../rules/access/ability-words';
import type { RuleFinding } from '../rules/analysis';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import { MOST_CONTAINERS, MOST_LINES, MOST_SERVICES } from './limits';
import { Marks } from './marks';
import { MapParts } from './parts';
import type { PodMap } from './pod-map';
import { readVolumes } from './volumes';

/** What a map needs beside the pod itself. */
export interface MapContext {
  readonly index: WorkspaceIndex;
  readonly kubernetesMinor: number;
  /** The findings in the pod's document. */
  readonly findings: readonly RuleFinding[];
}

/** The map of a pod. */
export function podMapOf(pod: Pod, context: MapContext): PodMap {
  const parts = new MapParts(pod, new Marks(pod, context.findings));
  const containers = parts.most(pod.containers, MOST_CONTAINERS, 'container');
  readServices(parts, pod, containers, context);
  readAccount(parts, pod, containers, context);
  readNamespaces(parts, pod);
  readContainers(parts, containers);
  readInjections(parts, pod, context);
  readVolumes(parts, pod, containers);
  return parts.finish();
}

function readServices(parts: MapParts, pod: Pod, containers: readonly Container[], { index }: MapContext): void {
  const services = index.servicesFor(pod.resource.namespace, stringMap(pod.metadata.get('labels')));
  for (const [number, { name, ports, place }] of parts.most(services, MOST_SERVICES, 'Service').entries()) {
    const id = `service-${number}`;
    parts.node({ id, kind: 'service', title: name ?? 'Service', lines: ['Service'], place });
    for (const { target } of ports) {
      const server = containers.findIndex((container) => declaresPort(container, target));
      // Containers share one network: any of them can listen on a port that none declares.
      const to = server === -1 ? 'network' : `container-${server}`;
      const label = `port ${target}${server === -1 ? ' (not declared)' : ''}`;
      parts.edge(id, to, { kind: 'traffic', label, place });
    }
  }
}

function readAccount(parts: MapParts, pod: Pod, containers: readonly Container[], context: MapContext): void {
  const { access } = context.index;
  const { name, namespace, value } = serviceAccountOf(pod);
  const subject = { kind: 'ServiceAccount', name, namespace } as const;
  const automounts = access.serviceAccount({ name, namespace })?.automounts;
  const given = [...containers.entries()].filter(([, container]) => getsToken(pod, container, automounts));
  const can = access
    .grantsTo(subject)
    .flatMap((grant) => abilitiesOf(subject, grant, access, context.kubernetesMinor).map(abilityWords));
  const lines = given.length === 0 ? ['no container gets a token'] : [...new Set(can)].map((what) => `can ${what}`);
  parts.node(
    {
      id: 'account',
      kind: 'account',
      title: name,
      lines: ['service account', ...parts.most(lines, MOST_LINES, 'permission')],
      place: parts.place(value),
    },
    ...['serviceAccountName', 'serviceAccount', 'automountServiceAccountToken'].map((key) => pod.spec.get(key)),
  );
  for (const [position] of given)
    parts.edge('account', `container-${position}`, { kind: 'token', label: 'token', place: undefined });
}

const OF_ALL = 'shared by all containers';
const OF_NODE = 'the one of the node';

/** The network is always shared. Of the others, only those that are not separate for each container are shown. */
function readNamespaces(parts: MapParts, { spec }: Pod): void {
  const isOn = (field: string): boolean => spec.get(field).boolean === true;
  const add = (id: string, title: string, line: string, field: string): void => {
    const at = spec.get(field);
    parts.node({ id, kind: 'namespace', title, lines: [line], place: parts.place(at) }, at);
  };
  add('network', 'network namespace', isOn('hostNetwork') ? OF_NODE : OF_ALL, 'hostNetwork');
  if (isOn('hostPID')) add('processes', 'process namespace', OF_NODE, 'hostPID');
  else if (isOn('shareProcessNamespace')) add('processes', 'process namespace', OF_ALL, 'shareProcessNamespace');
  if (isOn('hostIPC')) add('ipc', 'IPC namespace', OF_NODE, 'hostIPC');
}

/** Of a digest, the first digits are enough to tell two of them apart. */
const DIGEST = /(@sha\d+:[\da-f]{7})[\da-f]+$/;

/** The kubelet starts init containers and then containers, each in the order of its list. */
function readContainers(parts: MapParts, containers: readonly Container[]): void {
  for (const [index, { label, role, image, value, nameValue }] of containers.entries()) {
    const ports = value.get('ports').items.flatMap((port) => {
      const [number, name] = [port.get('containerPort').label, port.get('name').label];
      return number === undefined ? [] : [name === undefined ? number : `${number} ${name}`];
    });
    const lines = [
      `${index + 1} · ${ROLE_NAMES[role]}`,
      ...(image === undefined ? [] : [image.replace(DIGEST, '$1')]),
      ...(ports.length > 0 ? [`ports ${parts.most(ports, MOST_LINES, 'port').join(', ')}`] : []),
    ];
    const place = parts.place(nameValue);
    parts.node({ id: `container-${index}`, kind: 'container', role, title: label, lines, place }, value);
  }
}

function readInjections(parts: MapParts, pod: Pod, { index }: MapContext): void {
  const injections = podInjections(pod, index.namespaceOf(pod.resource)).filter(
    ({ isOn, injector }) => isOn && !isInjectedAlready(pod, injector),
  );
  for (const [position, { injector, at, by }] of injections.entries()) {
    for (const [number, title] of [injector.adds, injector.alsoAdds].entries()) {
      if (title === undefined) continue;
      const id = `added-${position}-${number}`;
      const lines = [`added by ${injector.name}`, `because of ${by}`];
      const place = at && parts.place(at);
      parts.node({ id, kind: 'added', title, lines, place }, number === 0 ? at : undefined);
    }
  }
}
