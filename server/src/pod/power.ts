import type { Needs } from './known-sidecar';
import { asOnLinux } from './windows';

/**
 * Something that a pod or container can do, as text, so that two lists can be compared. It follows from a field, or from the
 * default of a field that is not set (API reference, PodSpec and SecurityContext). A restriction is a missing power, so
 * removing a restriction adds a power.
 */
export type Power = (typeof SIMPLE)[number] | `${(typeof WITH_VALUE)[number]} ${string}`;

const SIMPLE = [
  'hostNetwork',
  'hostPID',
  'hostIPC',
  /** It shares the user namespace of the node. */
  'hostUsers',
  'shareProcessNamespace',
  /** It gets a token of its service account. */
  'token',
  'hostProcess',
  'privileged',
  'allowPrivilegeEscalation',
  'root',
  /** The image decides the user, which can be root. */
  'anyUser',
  'writableRoot',
  'unmaskedProc',
  'unconfined',
  /** The kubelet may still use a default profile. */
  'noSeccomp',
  'noAppArmor',
  /** Each of `DEFAULT_CAPABILITIES` is kept. */
  'defaultCapabilities',
] as const;
/**
 * `kept` is a default capability of the runtime that is not dropped. `loads` is a variable such as `LD_PRELOAD=/a.so`, by
 * which a program loads other code. `secretEnv` and `configEnv` are Secrets and ConfigMaps in the environment.
 */
const WITH_VALUE = [
  'capability',
  'kept',
  'selinux',
  'hostPath',
  'writes',
  'hostPort',
  'secret',
  'secretEnv',
  'configEnv',
  'loads',
] as const;

/** The default capabilities of all runtimes: those of CRI-O, which are a subset of those of containerd. */
const EVERYWHERE = 'CHOWN DAC_OVERRIDE FOWNER FSETID KILL NET_BIND_SERVICE SETGID SETPCAP SETUID'.split(' ');
/** The default capabilities of some runtimes. */
export const DEFAULT_CAPABILITIES: readonly string[] = [
  ...EVERYWHERE,
  ...'AUDIT_WRITE MKNOD NET_RAW SETFCAP SYS_CHROOT'.split(' '),
];

/** The powers of pods and containers that set no field. */
const ORDINARY: readonly Power[] = [
  'hostUsers',
  'token',
  'allowPrivilegeEscalation',
  'anyUser',
  'writableRoot',
  'noSeccomp',
  'defaultCapabilities',
];

/** The powers that a privileged container always has. */
const OF_PRIVILEGED =
  /^(?:allowPrivilegeEscalation|unmaskedProc|unconfined|noSeccomp|noAppArmor|(?:capability|kept|selinux) .*)$/;

/** The kind and value of a power; the value is empty if there is none. */
export function partsOf(power: Power): { readonly kind: string; readonly value: string } {
  const [, kind = power, value = ''] = /^(\w+) (.*)$/s.exec(power) ?? [];
  return { kind, value };
}

/** The powers, with each default capability as a separate power. */
function expanded(powers: Iterable<Power>): Power[] {
  return [...powers].flatMap((power) =>
    power === 'defaultCapabilities' ? DEFAULT_CAPABILITIES.map((name): Power => `kept ${name}`) : [power],
  );
}

/** A function that checks whether a power is among these powers, or one of them includes it. */
export function covering(powers: Iterable<Power>): (power: Power) => boolean {
  const own = new Set(powers);
  let whole: ReadonlySet<Power> | undefined;
  return (power) => {
    if (own.has(power)) return true;
    // Most powers are equal, so the rest is only computed when it is needed.
    whole ??= new Set(expanded(own));
    return whole.has(power) || comesWith(power, whole);
  };
}

function comesWith(power: Power, own: ReadonlySet<Power>): boolean {
  if (own.has('privileged') && OF_PRIVILEGED.test(power)) return true;
  const { kind, value } = partsOf(power);
  if (kind === 'kept') return own.has(`capability ${value}`) || own.has('capability ALL');
  return (
    kind === 'capability' && (own.has('capability ALL') || (EVERYWHERE.includes(value) && own.has(`kept ${value}`)))
  );
}

/** The powers that are not allowed, with each default capability as a separate power. */
export function beyond(powers: readonly Power[], isAllowed: (power: Power) => boolean): Power[] {
  const left = powers.filter((power) => !isAllowed(power));
  return expanded(left).filter((power) => !isAllowed(power));
}

/** Whether a container has a power by default. */
export const isOrdinary: (power: Power) => boolean = covering(ORDINARY);

/** Powers that give a container control over its node, or much of it, or others control over the container. */
export function isBig(power: Power): boolean {
  const { kind, value } = partsOf(power);
  if (kind === 'loads') return /^LD_(?:PRELOAD|AUDIT)=/.test(value) && !OF_AGENTS.test(value);
  if (kind === 'capability') return BIG_CAPABILITIES.includes(value);
  return ['hostNetwork', 'hostPID', 'hostIPC', 'hostProcess', 'privileged', 'hostPath'].includes(kind);
}

/** Whether a power belongs to what a well-known sidecar can't do its work without. */
export function isNeeded(power: Power, { capabilities = [], root, hostPaths = [] }: Needs): boolean {
  const { kind, value } = partsOf(power);
  switch (kind) {
    case 'root':
      return root === true;
    case 'capability':
      return capabilities.includes(value);
    case 'hostPath':
    case 'writes':
      return hostPaths.some((folder) => isBelow(value, folder));
    default:
      return false;
  }
}

function isBelow(path: string, folder: string): boolean {
  const place = asOnLinux(path);
  return !place.split('/').includes('..') && `${place}/`.startsWith(`${folder}/`);
}

/** Where the injectors of OpenTelemetry, Datadog and Dynatrace mount the libraries that they load. */
const OF_AGENTS = /=(?:\/otel-auto-instrumentation|\/opt\/datadog-packages|\/opt\/dynatrace)[\w-]*\/(?!.*\.\.)/;

const BIG_CAPABILITIES = 'ALL SYS_ADMIN SYS_MODULE SYS_RAWIO SYS_BOOT DAC_READ_SEARCH BPF MAC_ADMIN'.split(' ');
