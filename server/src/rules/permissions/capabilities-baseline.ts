import type { Container } from '../../pod/container';
import { isConfirmed } from '../../pod/known-sidecars';
import { examplePod } from '../example';
import { containerSubject } from '../subject';
import { controlRule, writeValue } from './control';

/** Container runtimes give these by default, so adding one of them gives no more privileges. */
const DEFAULT_CAPABILITIES = new Set(
  'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(
    ' ',
  ),
);

export const capabilitiesBaseline = controlRule({
  id: 'capabilities-baseline',
  level: 'baseline',
  control: 'Capabilities',
  title: 'A container with more capabilities than the default',
  why: 'Each capability is a part of the privileges of root. Some of them, such as `SYS_ADMIN`, `SYS_PTRACE`, `NET_ADMIN` and `BPF`, are enough to take over the node or to read its traffic.',
  fix: 'Remove the capabilities that the program does not need. Write the names without the prefix `CAP_`, because the runtime does not know names with the prefix.',
  advice: 'Remove the capabilities that it does not need.',
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
  fields: ['capabilities'],
  *violations(pod) {
    for (const container of pod.containers) {
      const added = container.value.at('securityContext', 'capabilities', 'add');
      const forbidden = added.items.filter(({ string }) => string !== undefined && !DEFAULT_CAPABILITIES.has(string));
      const [at] = forbidden;
      if (!at) continue;
      const names = forbidden.map(({ string }) => string).join(', ');
      const quoted = forbidden.map(({ string }) => `\`${string}\``).join(', ');
      const allowed = added.strings.filter((name) => DEFAULT_CAPABILITIES.has(name));
      const title = `Remove ${names} from "${container.label}" (programs that need it stop working)`;
      yield {
        at,
        container,
        isKnownToNeedIt: forbidden.every(({ string }) => isNeeded(container, string ?? '')),
        what: `Extra capabilities: ${containerSubject(container)} adds ${quoted}, which can give access to the node`,
        fixes: [writeValue(pod, added, allowed, title)],
      };
    }
  },
});

function isNeeded({ known }: Container, capability: string): boolean {
  return isConfirmed(known) && (known.sidecar.needs?.capabilities?.includes(capability) ?? false);
}
