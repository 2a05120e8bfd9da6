import { removeEntry } from '../../fixes/remove-entry';
import { sidecarsOf } from '../../pod/pod';
import { addedCapabilities, effectiveRunAsUser } from '../../pod/privilege';
import { sidecarPod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';

export const sharedProcessNamespace: Rule = {
  id: 'shared-process-namespace',
  category: 'sidecar',
  severity: 'warning',
  title: 'A sidecar shares the process namespace with the app',
  why: "With `shareProcessNamespace: true`, every container sees the processes of all: through /proc a sidecar can read the app's environment and its secrets, its open files and its whole root file system, and with ptrace its memory.",
  fix: 'Remove `shareProcessNamespace`, or debug with an ephemeral container that targets one container when needed.',
  references: [links.shareProcessNamespace, links.leastPrivilege],
  examples: {
    bad: sidecarPod({
      spec: 'shareProcessNamespace: true # warning',
      sidecar: 'securityContext:\n  runAsUser: 65532',
    }),
    good: sidecarPod({ sidecar: 'securityContext:\n  runAsUser: 65532' }),
  },

  *pod(pod) {
    const shared = pod.spec.get('shareProcessNamespace');
    const [sidecar] = sidecarsOf(pod);
    if (shared.boolean !== true || !sidecar || isDebugPod(pod.resource.name)) return;
    const tracer = sidecarsOf(pod).find((container) => addedCapabilities(container).has('SYS_PTRACE'));
    const root = sidecarsOf(pod).find((container) => effectiveRunAsUser(pod, container) === 0);
    const strong = tracer ?? root;
    const how = tracer ? ' with SYS_PTRACE' : root ? ' as root' : '';
    yield {
      at: shared,
      severity: strong ? 'error' : 'warning',
      message: `The sidecar "${(strong ?? sidecar).label}" can read the app's memory, environment and files through /proc${how}, because all containers share one process namespace. Remove \`shareProcessNamespace\`.`,
      related: [{ at: (strong ?? sidecar).nameValue, message: `The sidecar "${(strong ?? sidecar).label}".` }],
      fixes: [
        {
          title: 'Remove shareProcessNamespace (containers can no longer see or signal each other)',
          isPreferred: false,
          change: () => removeEntry(pod.resource.document, shared),
        },
      ],
    };
  },
};

function isDebugPod(name: string | undefined): boolean {
  return /(?:^|-)debug(?:ger)?(?:-|$)/.test(name ?? '');
}
