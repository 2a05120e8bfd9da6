import { removeEntry } from '../../fixes/remove-entry';
import { appsOf, sidecarsOf } from '../../pod/pod';
import { addedCapabilities, effectiveRunAsUser } from '../../pod/privilege';
import { sidecarPod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';

export const sharedProcessNamespace: Rule = {
  id: 'shared-process-namespace',
  category: 'sidecar',
  severity: 'warning',
  title: 'Containers that share one process namespace',
  why: 'With `shareProcessNamespace: true`, every container sees all processes of the pod. Through `/proc`, a sidecar can read the environment of the app with its secrets, its open files and its root file system. With `ptrace`, it can also read its memory.',
  fix: 'Remove `shareProcessNamespace`. To debug a container, use an ephemeral container that targets it.',
  references: [links.shareProcessNamespace, links.leastPrivilege],
  examples: {
    bad: sidecarPod({
      spec: 'shareProcessNamespace: true # warning',
      sidecar: 'securityContext:\n  runAsUser: 65532',
    }),
    good: sidecarPod({ sidecar: 'securityContext:\n  runAsUser: 65532' }),
  },

  fields: ['shareProcessNamespace'],
  *pod(pod) {
    const shared = pod.spec.get('shareProcessNamespace');
    if (shared.boolean !== true || isDebugPod(pod.resource.name)) return;
    const fixes = [
      {
        title: 'Remove shareProcessNamespace (containers can no longer see or signal each other)',
        isPreferred: false,
        change: () => removeEntry(pod.resource.document, shared),
      },
    ];
    const [sidecar] = sidecarsOf(pod);
    if (!sidecar) {
      const [one, other] = appsOf(pod);
      if (one && other && one.image !== other.image)
        yield {
          at: shared,
          message: `Apps can read the memory and files of each other: "${one.label}" and "${other.label}" can see all processes of the pod through \`/proc\`. Remove \`shareProcessNamespace\`.`,
          fixes,
        };
      return;
    }
    const tracer = sidecarsOf(pod).find((container) => addedCapabilities(container).has('SYS_PTRACE'));
    const root = sidecarsOf(pod).find((container) => effectiveRunAsUser(pod, container) === 0);
    const strong = tracer ?? root;
    const how = tracer ? ', with the capability SYS_PTRACE' : root ? ', as root' : '';
    yield {
      at: shared,
      message: `Sidecar can read the memory and files of the app: "${(strong ?? sidecar).label}" can see all processes of the pod through \`/proc\`${how}. Remove \`shareProcessNamespace\`.`,
      related: [{ at: (strong ?? sidecar).nameValue, message: `The sidecar "${(strong ?? sidecar).label}".` }],
      fixes,
    };
  },
};

function isDebugPod(name: string | undefined): boolean {
  return /(?:^|-)debug(?:ger)?(?:-|$)/.test(name ?? '');
}
