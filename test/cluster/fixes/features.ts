import type { Random } from '../../fuzz/random';

/** A part of a manifest that is being made. */
type Part = Record<string, unknown>;

export interface Draft {
  readonly spec: Part & { readonly containers: Part[]; readonly initContainers: Part[]; readonly volumes: Part[] };
  readonly annotations: Record<string, string>;
}

/** Something that rules find. Alone, the API server accepts most of them; together, it is for the server to say. */
type Feature = (draft: Draft, random: Random) => void;

const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/';
const SECCOMP = 'container.seccomp.security.alpha.kubernetes.io/';
const IDLE = ['sh', '-c', 'while true; do sleep 3600; done'];

/** A pod with one to three containers. */
export function newDraft(random: Random): Draft {
  const image = (name: string): string =>
    random.pick([
      `registry.example.com/${name}:1`,
      `registry.example.com/${name}@sha256:${'a'.repeat(64)}`,
      name,
      `k8s.gcr.io/${name}:2`,
    ]);
  const containers: Part[] = [{ name: 'web', image: image('web') }];
  if (!random.once(4))
    containers.push({ name: 'log-agent', image: random.pick(['docker.io/fluent/fluent-bit:3.0', image('agent')]) });
  if (random.once(4)) containers.push({ name: 'cache', image: image('cache') });
  const initContainers: Part[] = random.once(3) ? [{ name: 'setup', image: image('setup') }] : [];
  return { spec: { initContainers, containers, volumes: [] }, annotations: {} };
}

function everyContainer({ spec }: Draft): Part[] {
  return [...spec.containers, ...spec.initContainers];
}

function within(owner: Part, name: string): Part {
  const part = (owner[name] ?? {}) as Part;
  owner[name] = part;
  return part;
}

function listIn(owner: Part, name: string): unknown[] {
  const list = (owner[name] ?? []) as unknown[];
  owner[name] = list;
  return list;
}

const contextOf = (owner: Part): Part => within(owner, 'securityContext');
const anyContainer = (draft: Draft, random: Random): Part => random.pick(everyContainer(draft));
const anyOwner = (draft: Draft, random: Random): Part => random.pick([draft.spec, ...everyContainer(draft)]);

/** Mounts a volume, which the pod gets. */
function mount(draft: Draft, container: Part, volume: Part, more: Part): void {
  if (!draft.spec.volumes.some(({ name }) => name === volume.name)) draft.spec.volumes.push(volume);
  listIn(container, 'volumeMounts').push({ name: volume.name, ...more });
}

const LINUX: readonly Feature[] = [
  ({ spec }, random) => {
    spec[random.pick(['hostNetwork', 'hostPID', 'hostIPC'])] = true;
  },
  (draft, random) => {
    contextOf(anyContainer(draft, random)).privileged = true;
  },
  (draft, random) => {
    const driver = anyContainer(draft, random);
    contextOf(driver).privileged = true;
    const volume = { name: 'pods', hostPath: { path: '/var/lib/kubelet/pods' } };
    mount(draft, driver, volume, { mountPath: '/var/lib/kubelet/pods', mountPropagation: 'Bidirectional' });
  },
  (draft, random) => {
    const context = contextOf(anyContainer(draft, random));
    context.capabilities = {
      add: random.pick([['SYS_ADMIN'], ['NET_ADMIN', 'CHOWN'], ['NET_BIND_SERVICE', 'SYS_PTRACE']]),
    };
  },
  (draft, random) => {
    contextOf(anyContainer(draft, random)).capabilities = { drop: random.pick([['ALL'], ['KILL']]) };
  },
  (draft, random) => {
    contextOf(anyContainer(draft, random)).allowPrivilegeEscalation = random.once(2);
  },
  (draft, random) => {
    const port = random.between(8000, 8010);
    const ports = listIn(anyContainer(draft, random), 'ports');
    ports.push(
      { containerPort: port, hostPort: port },
      ...(random.once(2) ? [{ containerPort: port + 20, hostPort: port + 20 }] : []),
    );
  },
  ({ spec }, random) => {
    const [web] = spec.containers;
    if (!web) return;
    web.livenessProbe = { httpGet: { host: '10.0.0.1', port: 80 } };
    if (random.once(2)) web.readinessProbe = { tcpSocket: { host: '10.0.0.2', port: 80 } };
  },
  (draft, random) => {
    contextOf(anyOwner(draft, random)).seccompProfile = { type: 'Unconfined' };
  },
  ({ spec, annotations }, random) => {
    annotations['seccomp.security.alpha.kubernetes.io/pod'] = 'unconfined';
    if (random.once(2)) contextOf(spec).seccompProfile = { type: 'Unconfined' };
  },
  (draft, random) => {
    const container = anyContainer(draft, random);
    draft.annotations[`${SECCOMP}${container.name}`] = 'unconfined';
    if (random.once(2)) contextOf(container).seccompProfile = { type: 'Unconfined' };
  },
  (draft, random) => {
    contextOf(anyOwner(draft, random)).appArmorProfile = { type: 'Unconfined' };
  },
  (draft, random) => {
    const container = anyContainer(draft, random);
    draft.annotations[`${APP_ARMOR}${container.name}`] = random.pick(['unconfined', 'unconfined', 'runtime/default']);
    if (random.once(2)) contextOf(random.pick([container, draft.spec])).appArmorProfile = { type: 'Unconfined' };
  },
  (draft, random) => {
    contextOf(anyOwner(draft, random)).seLinuxOptions = random.pick([
      { type: 'spc_t' },
      { type: 'spc_t', user: 'root_u' },
      { role: 'r' },
    ]);
  },
  (draft, random) => {
    contextOf(anyContainer(draft, random)).procMount = 'Unmasked';
    draft.spec.hostUsers = false;
  },
  (draft, random) => {
    contextOf(anyOwner(draft, random)).runAsUser = random.pick([0, 0, 1337, 65532]);
  },
  (draft, random) => {
    contextOf(anyOwner(draft, random)).runAsNonRoot = random.once(3);
  },
  (draft, random) => {
    anyContainer(draft, random).resources = {
      requests: { memory: random.pick(['1Gi', '64Mi', '129M', '0.2G', 200_000_000]) },
    };
  },
  ({ spec }) => {
    spec.resources = { requests: { memory: '100Mi' } };
  },
  ({ spec, annotations }, random) => {
    const idle = spec.containers.find(({ name }) => name === 'log-agent');
    if (!idle) return;
    idle.command = IDLE;
    if (random.once(2)) annotations[`${APP_ARMOR}log-agent`] = 'runtime/default';
  },
  (draft, random) => {
    const [web, agent] = draft.spec.containers;
    if (!web || !agent) return;
    const volume = { name: 'logs', emptyDir: random.pick([{}, { medium: 'Memory' }]) };
    mount(draft, web, volume, { mountPath: '/var/log/web' });
    mount(draft, agent, volume, { mountPath: '/var/log/web' });
    agent.command = ['tail', '-F', '/var/log/web/access.log'];
  },
  ({ spec }) => {
    spec.shareProcessNamespace = true;
  },
  ({ spec }) =>
    void spec.initContainers.push({
      name: 'proxy',
      image: 'registry.example.com/proxy:1',
      restartPolicy: 'Always',
      ports: [{ containerPort: 5432 }],
    }),
  ({ annotations }) => {
    annotations['sidecar.istio.io/proxyImage'] = 'registry.example.net/proxyv2:1';
  },
  (draft, random) => {
    anyContainer(draft, random).imagePullPolicy = random.pick(['Never', 'IfNotPresent']);
  },
];

/** Containers that are processes of a Windows node, or ordinary ones there. */
function onWindows({ spec }: Draft, random: Random): void {
  spec.os = { name: 'windows' };
  if (random.once(3)) return;
  spec.hostNetwork = true;
  const windowsOptions = { hostProcess: true, runAsUserName: 'NT AUTHORITY\\SYSTEM' };
  const isOfPod = random.once(2);
  if (isOfPod) contextOf(spec).windowsOptions = windowsOptions;
  for (const container of [...spec.containers, ...spec.initContainers])
    if (!isOfPod || random.once(3)) contextOf(container).windowsOptions = { hostProcess: true };
}

export const FEATURES: readonly Feature[] = [...LINUX, onWindows, onWindows];
