import type { Container } from '../../pod/container';
import { isConfirmed } from '../../pod/known-sidecars';
import { examplePod } from '../example';
import { controlRule, write } from './control';

/** What container runtimes give by default: adding it changes nothing for the worse. */
const DEFAULT_CAPABILITIES = new Set(
  'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(
    ' ',
  ),
);

export const capabilitiesBaseline = controlRule({
  id: 'capabilities-baseline',
  level: 'baseline',
  control: 'Capabilities',
  title: 'A container with capabilities beyond the default',
  why: "Capabilities are root's powers in pieces. Some of them (SYS_ADMIN, SYS_PTRACE, NET_ADMIN, BPF …) are enough to take over the node or to watch its traffic.",
  fix: 'Remove what the program does not need. Names are written without `CAP_`: with it, the runtime does not know them.',
  advice: 'Remove what it does not need.',
  peers: {
    Checkov: ['CKV_K8S_25', 'CKV_K8S_39'],
    Trivy: ['KSV-0005', 'KSV-0022'],
    Kubescape: ['C-0046'],
    Polaris: ['dangerousCapabilities', 'insecureCapabilities'],
    Kyverno: ['disallow-capabilities'],
  },
  examples: {
    bad: examplePod({ container: 'securityContext:\n  capabilities:\n    add: [SYS_ADMIN] # warning' }),
    good: examplePod({ container: 'securityContext:\n  capabilities:\n    add: [NET_BIND_SERVICE]' }),
  },
  *violations(pod) {
    for (const container of pod.containers) {
      const added = container.value.at('securityContext', 'capabilities', 'add');
      const forbidden = added.items.filter(({ string }) => string !== undefined && !DEFAULT_CAPABILITIES.has(string));
      const [at] = forbidden;
      if (!at) continue;
      const names = forbidden.map(({ string }) => string).join(', ');
      const allowed = added.strings.filter((name) => DEFAULT_CAPABILITIES.has(name));
      const title = `Take ${names} from "${container.label}" (what needs it stops working)`;
      yield {
        at,
        container,
        isKnownToNeedIt: forbidden.every(({ string }) => isNeeded(container, string ?? '')),
        what: `"${container.label}" has the capability ${names}`,
        fixes: [write(pod, added, allowed, title)],
      };
    }
  },
});

function isNeeded({ known }: Container, capability: string): boolean {
  return isConfirmed(known) && (known.sidecar.needs?.capabilities?.includes(capability) ?? false);
}
