import { DEFAULT_CAPABILITIES, type Power, partsOf } from '../pod/power';
import { own } from '../text/own';

/** The powers in words, each as the end of a sentence. A power that another one includes is left out. */
export function powerTexts(powers: readonly Power[]): string[] {
  const kept = powers.filter((power) => partsOf(power).kind === 'kept' && !powers.includes('capability ALL'));
  const keepsAll = kept.length === DEFAULT_CAPABILITIES.length;
  return powers.flatMap((power) => {
    const { kind, value } = partsOf(power);
    if (kind === 'kept') {
      if (!kept.includes(power) || (keepsAll && power !== kept[0])) return [];
      return keepsAll ? 'keeps the default capabilities (no `drop: [ALL]`)' : `keeps the capability ${value}`;
    }
    if (power === 'anyUser' && powers.includes('root')) return [];
    if (power === 'noSeccomp' && powers.includes('unconfined')) return [];
    // A container that can write to a path of the node can also read it: both are one text.
    if (kind === 'writes' && powers.includes(`hostPath ${value}`)) return [];
    if (kind === 'hostPath' && powers.includes(`writes ${value}`)) return `can read and write "${value}" on its node`;
    return own(TEXTS, kind)?.(value) ?? power;
  });
}

/** The longest value of a variable that is shown. */
const LONGEST = 100;

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

const TEXTS: Readonly<Record<string, (value: string) => string>> = {
  hostNetwork: () => 'uses the network of its node (`hostNetwork`)',
  hostPID: () => 'can see the processes of its node (`hostPID`)',
  hostIPC: () => 'shares the IPC namespace of its node (`hostIPC`)',
  hostUsers: () => 'shares the user namespace of its node (no `hostUsers: false`)',
  shareProcessNamespace: () => 'lets its containers see the processes of each other (`shareProcessNamespace`)',
  token: () => 'gets a token for the API server (no `automountServiceAccountToken: false`)',
  hostProcess: () => 'runs as a process of its node (`hostProcess`)',
  privileged: () => 'is privileged',
  allowPrivilegeEscalation: () => 'can gain more privileges (no `allowPrivilegeEscalation: false`)',
  root: () => 'runs as root (`runAsUser: 0`)',
  anyUser: () => 'can run as root (no `runAsNonRoot`, no `runAsUser`)',
  writableRoot: () => 'can write to its root file system (no `readOnlyRootFilesystem`)',
  unmaskedProc: () => 'has an unmasked `/proc` (`procMount: Unmasked`)',
  unconfined: () => 'has no seccomp profile (`Unconfined`)',
  noSeccomp: () => 'sets no seccomp profile',
  noAppArmor: () => 'has no AppArmor profile (`Unconfined`)',
  capability: (name) => `has the capability ${name}`,
  selinux: (type) => `has the SELinux type ${type}`,
  hostPath: (path) => `can read "${path}" on its node`,
  writes: (path) => `can write to "${path}" on its node`,
  hostPort: (port) => `uses the port ${port} of its node (\`hostPort\`)`,
  secret: (name) => `mounts the Secret "${name}"`,
  secretEnv: (name) => `has the Secret "${name}" in its environment`,
  configEnv: (name) => `takes its environment from the ConfigMap "${name}"`,
  loads: (variable) => `loads code that a variable names (\`${shortened(variable)}\`)`,
};
