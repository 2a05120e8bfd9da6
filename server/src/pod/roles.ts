import { imageBasename } from '../image/image-name';
import { stringMap } from '../manifest/resource';
import { accessOf } from './access';
import type { Container } from './container';
import { declaresPort } from './ports';
import type { PodTemplate } from './template';

/** A port that a Service sends traffic to, by number or by name. */
export interface ServicePort {
  readonly name: string | undefined;
  readonly target: number | string;
}

interface Signal {
  readonly points: number;
  readonly reason: string;
}

/** A container that isn't the app and has at most this many points is a sidecar. */
const SIDECAR_POINTS = -25;

const HELPER_NAME_PARTS = new Set(
  'proxy agent exporter reloader shipper log logs logger collector sync watcher adapter metrics sidecar debug registrar monitor'.split(
    ' ',
  ),
);
const IDENTITY_LABELS = [
  'app.kubernetes.io/name',
  'app.kubernetes.io/component',
  'app',
  'k8s-app',
  'name',
  'component',
];
const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';
/** The annotations that injectors set on a pod, and the names of the containers that they add. */
export const INJECTED_STATUS: readonly (readonly [annotation: string, container: RegExp])[] = [
  ['sidecar.istio.io/status', /^istio-/],
  ['linkerd.io/proxy-version', /^linkerd-/],
  ['vault.hashicorp.com/agent-inject-status', /^vault-agent/],
  ['kuma.io/sidecar-injected', /^kuma-/],
  ['dapr.io/sidecar-injected', /^daprd$/],
  ['sidecar.opentelemetry.io/injected', /^otc-/],
  ['consul.hashicorp.com/connect-inject-status', /^consul-/],
];

/**
 * Sets the role of every container and the evidence for it. The list of a container decides, if it can: only an entry of
 * `initContainers` with `restartPolicy: Always` is a native sidecar (KEP-753). For several entries of `containers`, points
 * decide.
 */
export function assignRoles(
  template: PodTemplate,
  containers: readonly Container[],
  ports: readonly ServicePort[],
): void {
  for (const container of containers) assignByList(container);
  const candidates = containers.filter((container) => container.list === 'containers' && !container.isDeclaredSidecar);
  const [only] = candidates;
  if (candidates.length === 1 && only) {
    only.role = 'app';
    only.evidence = ['it is the only container in `containers`'];
    return;
  }
  if (template.isAssembled) {
    for (const step of candidates) step.evidence = [`it is a step of the ${template.resource.kind}`];
    return;
  }
  if (areOneProgram(candidates)) {
    for (const process of candidates) process.evidence = [`all containers run its image "${only?.label ?? ''}"`];
    return;
  }
  const words = wordsOf(template);
  const scored = candidates.map((container) => {
    const signals = signalsOf(container, words, ports, isFirstProcess(container, candidates));
    return { container, signals, points: sum(signals) };
  });
  const app = scored.reduce<(typeof scored)[number] | undefined>(
    (best, entry) => (best && best.points >= entry.points ? best : entry),
    undefined,
  );
  for (const { container, signals } of scored) {
    const negative = signals.filter(({ points }) => points < 0);
    const isApp = container === app?.container;
    const reading = isApp || !app ? undefined : readsFrom(container, app.container, signals);
    const isSidecar = !isApp && (sum(negative) <= SIDECAR_POINTS || reading !== undefined);
    container.role = isSidecar ? 'sidecar' : 'app';
    const reasons = (isSidecar ? negative : signals.filter(({ points }) => points > 0)).map(({ reason }) => reason);
    container.evidence = reading && isSidecar ? [...reasons, reading] : reasons;
    if (container.evidence.length === 0) container.evidence = ['nothing identifies it as a sidecar'];
  }
}

/**
 * Whether all containers run one image, of which the first has the name, which sounds like a helper ("agent"): here the helper is
 * the workload, and they are processes of one program.
 */
function areOneProgram(containers: readonly Container[]): boolean {
  const [first] = containers;
  if (first?.image === undefined || first.name !== imageBasename(first.image) || !helperPartOf(first.name))
    return false;
  return containers.every(({ image, known }) => image === first.image && !known?.byImage);
}

/**
 * Whether a container is listed first and shares its image with one that does not sound like a helper: then its program is the
 * workload, and a name like "agent" says what it is.
 */
function isFirstProcess({ index, image }: Container, containers: readonly Container[]): boolean {
  if (index !== 0 || image === undefined) return false;
  return containers.some((other) => other.index > 0 && other.image === image && !helperPartOf(other.name ?? ''));
}

function assignByList(container: Container): void {
  if (container.isDeclaredSidecar) {
    container.role = 'sidecar';
    container.evidence = ['it is listed under `sidecars`'];
  } else if (container.list === 'ephemeralContainers') {
    container.role = 'ephemeral';
    container.evidence = ['it is listed under `ephemeralContainers`'];
  } else if (container.list === 'initContainers') {
    const isNative = container.value.get('restartPolicy').string === 'Always';
    container.role = isNative ? 'native-sidecar' : 'init';
    container.evidence = [
      isNative ? 'it is an init container with `restartPolicy: Always`' : 'it is listed under `initContainers`',
    ];
  }
}

/** What a template and its workload say of themselves. */
interface TemplateWords {
  /** Their names. */
  readonly identities: ReadonlySet<string>;
  readonly annotations: ReadonlyMap<string, string>;
}

function wordsOf({ resource, metadata }: PodTemplate): TemplateWords {
  const labels = stringMap(metadata.get('labels'));
  const identities = new Set<string>();
  const add = (name: string | undefined): void => {
    if (name !== undefined && name !== '') identities.add(name);
  };
  add(resource.name);
  for (const label of IDENTITY_LABELS) {
    add(labels.get(label));
    add(resource.labels.get(label));
  }
  return { identities, annotations: stringMap(metadata.get('annotations')) };
}

function signalsOf(
  container: Container,
  { identities, annotations }: TemplateWords,
  ports: readonly ServicePort[],
  isFirstProcess: boolean,
): Signal[] {
  const name = container.name ?? '';
  const isNamesake = identities.has(name);
  const signals: Signal[] = [];
  const add = (points: number, reason: string): void => void signals.push({ points, reason });

  if (annotations.get(DEFAULT_CONTAINER) === name) add(100, `the annotation \`${DEFAULT_CONTAINER}\` names it`);
  if (isNamesake) add(40, 'its name is the name of the workload');
  else {
    const relative = relativeOf(name, identities);
    if (relative !== undefined) add(20, `its name is similar to "${relative}"`);
  }
  const basename = imageBasename(container.image ?? '');
  if (identities.has(basename)) add(15, `its image "${basename}" has the name of the workload`);
  if (ports.some((port) => isServed(container, port))) add(15, 'a Service sends traffic to its port');
  if (container.index === 0) add(5, 'it is listed first');
  if (container.value.get('ports').items.length > 0) add(3, 'it declares ports');

  const { known } = container;
  if (known) {
    const [how, what] = known.byName ? ['name', name] : ['image', basename];
    add(-60, `its ${how} "${what}" is a known ${how} of ${known.sidecar.name}`);
  }
  const injector = INJECTED_STATUS.find(([annotation, pattern]) => annotations.has(annotation) && pattern.test(name));
  if (injector) add(-60, `the annotation \`${injector[0]}\` shows that it was injected`);
  const part = isNamesake || isFirstProcess ? undefined : helperPartOf(name);
  if (part !== undefined) add(-25, `its name contains "${part}"`);
  return signals;
}

function helperPartOf(name: string): string | undefined {
  return name.split(/[-_.]/).find((word) => HELPER_NAME_PARTS.has(word));
}

/** The name of the workload that is the beginning or the end of a container's name, or the other way round. */
function relativeOf(name: string, identities: ReadonlySet<string>): string | undefined {
  for (const identity of identities) if (isAffix(name, identity) || isAffix(identity, name)) return identity;
  return undefined;
}

/** A container that only reads the volumes of the app is a sidecar, unless there are signs that it is an app itself. */
function readsFrom(container: Container, app: Container, signals: readonly Signal[]): string | undefined {
  if (signals.some(({ points }) => points >= 15)) return undefined;
  const shared = container.mounts.filter(({ volume }) =>
    app.mounts.some((mount) => mount.volume === volume && !mount.isReadOnly),
  );
  const reading = shared.map((mount) => ({ mount, access: accessOf(container, mount) }));
  const [first] = reading;
  if (!first || reading.some(({ access }) => access.kind !== 'reads')) return undefined;
  return `it only reads the volume "${first.mount.volume}" that "${app.label}" writes (${first.access.reason})`;
}

function isServed(container: Container, port: ServicePort): boolean {
  if (isForMetrics(port.name) || isForMetrics(port.target)) return false;
  return declaresPort(container, port.target);
}

function isForMetrics(port: string | number | undefined): boolean {
  return typeof port === 'string' && (port.includes('metrics') || port.includes('prometheus'));
}

function isAffix(part: string, whole: string): boolean {
  if (part === '' || whole.length <= part.length) return false;
  if (whole.startsWith(part) && whole[part.length] === '-') return true;
  return whole.endsWith(part) && whole[whole.length - part.length - 1] === '-';
}

function sum(signals: readonly Signal[]): number {
  return signals.reduce((total, { points }) => total + points, 0);
}
