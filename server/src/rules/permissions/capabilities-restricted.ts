import { restrictedPod } from '../example';
import { containerSubject } from '../subject';
import { controlRule, writeValue } from './control';

/** A program that listens on a port below 1024 needs it. */
const ALLOWED = 'NET_BIND_SERVICE';

export const capabilitiesRestricted = controlRule({
  id: 'capabilities-restricted',
  level: 'restricted',
  control: 'Capabilities',
  since: 22,
  isForLinux: true,
  title: 'A container that keeps the default capabilities',
  why: 'With the default capabilities, a process can change the owner of files, become any user, and create device files. Most programs do not need this.',
  fix: 'Drop `ALL`. Add only `NET_BIND_SERVICE`, for a program that listens on a port below 1024.',
  advice: 'Drop `ALL`, and add only `NET_BIND_SERVICE` if it is needed.',
  peers: {
    Checkov: ['CKV_K8S_28', 'CKV_K8S_37'],
    Trivy: ['KSV-0003', 'KSV-0004', 'KSV-0106'],
    'kube-linter': ['drop-net-raw-capability'],
    Kyverno: ['disallow-capabilities-strict'],
  },
  examples: {
    bad: restrictedPod({ container: 'allowPrivilegeEscalation: false', mark: 'error: no capabilities dropped' }),
    good: restrictedPod({}),
  },
  *violations(pod) {
    for (const container of pod.containers) {
      const drop = container.value.at('securityContext', 'capabilities', 'drop');
      if (!drop.strings.includes('ALL')) {
        const title = `Drop all capabilities of "${container.label}" (programs that need one stop working)`;
        yield {
          at: drop.isSet ? drop : container.nameValue,
          container,
          isAbsence: !drop.isSet,
          decidedBy: [drop],
          what: `Unneeded capabilities: ${containerSubject(container)} does not drop \`ALL\``,
          fixes: [writeValue(pod, drop, ['ALL'], title)],
        };
        continue;
      }
      const added = container.value.at('securityContext', 'capabilities', 'add');
      const forbidden = added.items.filter(({ string }) => string !== undefined && string !== ALLOWED);
      const [at] = forbidden;
      if (!at) continue;
      const names = forbidden.map(({ string }) => string).join(', ');
      const quoted = forbidden.map(({ string }) => `\`${string}\``).join(', ');
      const title = `Remove ${names} from "${container.label}" (programs that need it stop working)`;
      yield {
        at,
        container,
        what: `Extra capabilities: ${containerSubject(container)} adds ${quoted}`,
        fixes: [writeValue(pod, added, added.strings.includes(ALLOWED) ? [ALLOWED] : [], title)],
      };
    }
  },
});
