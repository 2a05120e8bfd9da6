/**
 * Something that a pod or container may do, as text, so that two lists can be compared: what is written, and what follows
 * where nothing is written (API reference, PodSpec and SecurityContext). Confinement is the lack of a power.
 */
export type Power = (typeof SIMPLE)[number] | `${(typeof WITH_VALUE)[number]} ${string}`;

const SIMPLE = [
  'hostNetwork',
  'hostPID',
  'hostIPC',
  /** Its users are those of the node. */
  'hostUsers',
  'shareProcessNamespace',
  /** It gets a token of its service account. */
  'token',
  'hostProcess',
  'privileged',
  'allowPrivilegeEscalation',
  'root',
  /** It is as its image wants it, which may be root. */
  'anyUser',
  'writableRoot',
  'unmaskedProc',
  'unconfined',
  /** What confines it then is the kubelet's own word, if anything does. */
  'noSeccomp',
  'noAppArmor',
  /** Each of `DEFAULT_CAPABILITIES` is kept. */
  'defaultCapabilities',
] as const;
/** `kept` is a capability that a runtime gives where it is not dropped. */
const WITH_VALUE = ['capability', 'kept', 'selinux', 'hostPath', 'writes', 'hostPort', 'secret'] as const;

/** What every runtime gives a container that drops nothing: CRI-O's defaults, which are among containerd's. */
const EVERYWHERE = 'CHOWN DAC_OVERRIDE FOWNER FSETID KILL NET_BIND_SERVICE SETGID SETPCAP SETUID'.split(' ');
/** What some runtimes give. */
export const DEFAULT_CAPABILITIES: readonly string[] = [
  ...EVERYWHERE,
  ...'AUDIT_WRITE MKNOD NET_RAW SETFCAP SYS_CHROOT'.split(' '),
];

/** What pods and containers may do where nothing is said about them. */
const ORDINARY: readonly Power[] = [
  'hostUsers',
  'token',
  'allowPrivilegeEscalation',
  'anyUser',
  'writableRoot',
  'noSeccomp',
  'defaultCapabilities',
];

/** What whoever is privileged may do already. */
const OF_PRIVILEGED =
  /^(?:allowPrivilegeEscalation|unmaskedProc|unconfined|noSeccomp|noAppArmor|(?:capability|kept|selinux) .*)$/;

/** A power's kind and value; both in the kind where it has no value. */
export function partsOf(power: Power): { readonly kind: string; readonly value: string } {
  const [, kind = power, value = ''] = /^(\w+) (.*)$/s.exec(power) ?? [];
  return { kind, value };
}

/** With each default capability by its name. */
function expanded(powers: Iterable<Power>): Power[] {
  return [...powers].flatMap((power) =>
    power === 'defaultCapabilities' ? DEFAULT_CAPABILITIES.map((name): Power => `kept ${name}`) : [power],
  );
}

/** Tells of each power whether it is among others, or comes with one of them. */
export function covering(powers: Iterable<Power>): (power: Power) => boolean {
  const own = new Set(powers);
  let whole: ReadonlySet<Power> | undefined;
  return (power) => {
    if (own.has(power)) return true;
    // Most are the same, and are not looked at more closely.
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

/** Those of some powers that are not allowed, each default capability by its name. */
export function beyond(powers: readonly Power[], isAllowed: (power: Power) => boolean): Power[] {
  const left = powers.filter((power) => !isAllowed(power));
  return expanded(left).filter((power) => !isAllowed(power));
}

/** Whether anybody has a power of whom nothing is said. */
export const isOrdinary: (power: Power) => boolean = covering(ORDINARY);

/** Powers by which a container has its node, or much of it. */
export function isBig(power: Power): boolean {
  const { kind, value } = partsOf(power);
  if (kind === 'capability') return BIG_CAPABILITIES.includes(value);
  return ['hostNetwork', 'hostPID', 'hostIPC', 'hostProcess', 'privileged', 'hostPath'].includes(kind);
}

const BIG_CAPABILITIES = 'ALL SYS_ADMIN SYS_MODULE SYS_RAWIO SYS_BOOT DAC_READ_SEARCH BPF MAC_ADMIN'.split(' ');
