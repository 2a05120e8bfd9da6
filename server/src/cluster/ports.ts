import { own } from '../text/own';
import { fieldText, fieldTexts, type JsonFields, jsonFields, jsonObjects, numberOf } from './json';

/** A port that a manifest declares. kubectl forwards only TCP. */
export interface DeclaredPort {
  readonly number: number;
  readonly name: string | undefined;
  /** What declares it or gets its traffic, in words: `container web`, `port http of the pod`. */
  readonly whose: string;
}

/** A local port, and the one that it leads to. */
export interface PortPair {
  readonly local: number;
  readonly remote: number;
  /** The name of the other one, if a manifest gives it one. */
  readonly name?: string | undefined;
}

/** A Service of a namespace, as far as a port can be forwarded to it. */
export interface ApiService {
  readonly name: string;
  readonly type: string;
  /** The labels of its pods; empty if it has no selector. */
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: readonly DeclaredPort[];
}

const LARGEST_PORT = 65_535;
/** The ports below are for programs of the system. */
const FIRST_FREE = 1024;

/** The TCP ports that the containers of a pod declare. @param spec of the pod, in the form of the API server */
export function podPorts(spec: JsonFields): DeclaredPort[] {
  return [spec.containers, spec.initContainers].flatMap(jsonObjects).flatMap((container) =>
    jsonObjects(container.ports).flatMap(({ containerPort, name, protocol }) => {
      const number = numberOf(containerPort);
      if (number === undefined || !isTcp(protocol)) return [];
      return [{ number, name: fieldText(name), whose: `container ${fieldText(container.name) ?? ''}` }];
    }),
  );
}

/** The Service in an answer of the API server; `undefined` for what has no name. */
export function toService(object: JsonFields): ApiService | undefined {
  const name = fieldText(jsonFields(object.metadata).name);
  const spec = jsonFields(object.spec);
  if (name === undefined) return undefined;
  const ports = jsonObjects(spec.ports).flatMap(({ port, name: portName, targetPort, protocol }): DeclaredPort[] => {
    const number = numberOf(port);
    if (number === undefined || !isTcp(protocol)) return [];
    const target = fieldText(targetPort) ?? String(numberOf(targetPort) ?? number);
    return [{ number, name: fieldText(portName), whose: `port ${target} of the pod` }];
  });
  return { name, type: fieldText(spec.type) ?? 'ClusterIP', selector: fieldTexts(spec.selector), ports };
}

/** Whether a Service sends its traffic to pods with these labels. */
export function selects({ selector }: ApiService, labels: Readonly<Record<string, string>>): boolean {
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([key, value]) => own(labels, key) === value);
}

/** `LOCAL:REMOTE`, or one port for both. */
export function toPortPair(text: string): PortPair | undefined {
  const [, one, other = one] = /^(\d{1,5})(?::(\d{1,5}))?$/.exec(text.trim()) ?? [];
  const [local, remote] = [Number(one), Number(other)];
  return [local, remote].every((port) => port >= 1 && port <= LARGEST_PORT) ? { local, remote } : undefined;
}

/** The local port to begin with: most users may not open a port of the system. */
export function localPortFor(remote: number): number {
  return remote < FIRST_FREE ? remote + 8000 : remote;
}

/** The address in a browser. By the numbers and names of ports that are used for it, it is encrypted or not. */
export function addressOf({ local, remote, name }: PortPair): string {
  const isEncrypted = name === undefined ? [443, 6443, 8443, 9443].includes(remote) : /^https\b/.test(name);
  return `${isEncrypted ? 'https' : 'http'}://localhost:${local}`;
}

function isTcp(protocol: unknown): boolean {
  return (fieldText(protocol) ?? 'TCP') === 'TCP';
}
