import { restrictedPod } from '../example';
import { controlRule, isSparedAsWindows, write } from './control';

/** What listens below port 1024 may keep this one. */
const ALLOWED = 'NET_BIND_SERVICE';

export const capabilitiesRestricted = controlRule({
  id: 'capabilities-restricted',
  level: 'restricted',
  control: 'Capabilities',
  since: 22,
  title: "A container that keeps the runtime's default capabilities",
  why: 'The default set still lets a process change owners, take any user, and make device files. Hardly any program needs that.',
  fix: 'Drop `ALL`. A program that listens below port 1024 may add `NET_BIND_SERVICE`.',
  advice: 'Drop ALL.',
  peers: {
    Checkov: ['CKV_K8S_28', 'CKV_K8S_37'],
    Trivy: ['KSV-0003', 'KSV-0004', 'KSV-0106'],
    'kube-linter': ['drop-net-raw-capability'],
    Kyverno: ['disallow-capabilities-strict'],
  },
  examples: {
    bad: restrictedPod({ container: 'allowPrivilegeEscalation: false # error: no capabilities dropped' }),
    good: restrictedPod({}),
  },
  *violations(pod, minor) {
    if (isSparedAsWindows(pod, minor)) return;
    for (const container of pod.containers) {
      const drop = container.value.at('securityContext', 'capabilities', 'drop');
      if (!drop.strings.includes('ALL')) {
        const title = `Drop all capabilities of "${container.label}" (the program may need one of them)`;
        yield {
          at: drop.exists ? drop : container.nameValue,
          container,
          isAbsence: !drop.exists,
          what: `"${container.label}" does not drop ALL capabilities`,
          fixes: [write(pod, drop, ['ALL'], title)],
        };
        continue;
      }
      const added = container.value.at('securityContext', 'capabilities', 'add');
      const forbidden = added.items.filter(({ string }) => string !== undefined && string !== ALLOWED);
      const [at] = forbidden;
      if (!at) continue;
      const names = forbidden.map(({ string }) => string).join(', ');
      const title = `Take ${names} from "${container.label}" (what needs it stops working)`;
      yield {
        at,
        container,
        what: `"${container.label}" adds the capability ${names}`,
        fixes: [write(pod, added, added.strings.includes(ALLOWED) ? [ALLOWED] : [], title)],
      };
    }
  },
});
