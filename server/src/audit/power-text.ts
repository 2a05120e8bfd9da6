import { DEFAULT_CAPABILITIES, type Power, partsOf } from './power';

/** What somebody with these powers does, each to follow "it"; what one of them says is not said again. */
export function powerTexts(powers: readonly Power[]): string[] {
  const kept = powers.filter((power) => partsOf(power).kind === 'kept' && !powers.includes('capability ALL'));
  const keepsAll = kept.length === DEFAULT_CAPABILITIES.length;
  return powers.flatMap((power) => {
    const { kind, value } = partsOf(power);
    if (kind === 'kept') {
      if (!kept.includes(power) || (keepsAll && power !== kept[0])) return [];
      return keepsAll ? 'keeps the capabilities that runtimes give (no drop: [ALL])' : `keeps the capability ${value}`;
    }
    if (power === 'anyUser' && powers.includes('root')) return [];
    if (power === 'noSeccomp' && powers.includes('unconfined')) return [];
    // Who may write to a path of the node is not said to mount it, too.
    if (kind === 'writes' && powers.includes(`hostPath ${value}`)) return [];
    if (kind === 'hostPath' && powers.includes(`writes ${value}`)) return `can read and write "${value}" of its node`;
    return TEXTS[kind]?.(value) ?? power;
  });
}

const TEXTS: Readonly<Record<string, (value: string) => string>> = {
  hostNetwork: () => 'is in the network of its node (hostNetwork)',
  hostPID: () => 'sees the processes of its node (hostPID)',
  hostIPC: () => 'shares the IPC of its node (hostIPC)',
  hostUsers: () => 'has the users of its node (no hostUsers: false)',
  shareProcessNamespace: () => 'lets its containers see the processes of each other (shareProcessNamespace)',
  token: () => 'gets a token for the API server (no automountServiceAccountToken: false)',
  hostProcess: () => 'is a process of its node (hostProcess)',
  privileged: () => 'is privileged',
  allowPrivilegeEscalation: () => 'may gain privileges (no allowPrivilegeEscalation: false)',
  root: () => 'runs as root (runAsUser: 0)',
  anyUser: () => 'may run as root (no runAsNonRoot, no runAsUser)',
  writableRoot: () => 'can write to its root file system (no readOnlyRootFilesystem)',
  unmaskedProc: () => 'has all of /proc (procMount: Unmasked)',
  unconfined: () => 'has no seccomp profile (Unconfined)',
  noSeccomp: () => 'asks for no seccomp profile',
  noAppArmor: () => 'has no AppArmor profile (Unconfined)',
  capability: (name) => `has the capability ${name}`,
  selinux: (type) => `has the SELinux type ${type}`,
  hostPath: (path) => `can read "${path}" of its node`,
  writes: (path) => `can write to "${path}" of its node`,
  hostPort: (port) => `takes the port ${port} of its node (hostPort)`,
  secret: (name) => `mounts the Secret "${name}"`,
};
