import type { Pod } from '../../pod/pod';
import { examplePod, restrictedPod } from '../example';
import { containerSubject } from '../subject';
import { controlRule, isSparedByUserNamespace, type Violation, writeValue } from './control';

const SHARED = {
  fields: ['procMount'],
  title: 'A container whose /proc is not masked',
  why: 'The container runtime hides the parts of `/proc` that show or change the node, such as keys, kernel memory and `sysrq`. `procMount: Unmasked` gives the container access to them.',
  fix: 'Remove `procMount`, or set it to `Default`.',
  advice: 'Remove `procMount`.',
  peers: { Trivy: ['KSV-0027'], 'kube-linter': ['unsafe-proc-mount'], Kyverno: ['disallow-proc-mount'] },
};

export const procMount = controlRule({
  ...SHARED,
  id: 'proc-mount',
  level: 'baseline',
  control: '/proc Mount Type',
  examples: {
    bad: examplePod({ container: 'securityContext:\n  procMount: Unmasked # warning' }),
    good: examplePod({ container: 'securityContext:\n  procMount: Default' }),
  },
  *violations(pod, minor) {
    if (!isSparedByUserNamespace(pod, minor)) yield* unmasked(pod);
  },
});

/** From 1.35 on, baseline allows it for pods with a user namespace; restricted does not. */
export const procMountRestricted = controlRule({
  ...SHARED,
  id: 'proc-mount-restricted',
  level: 'restricted',
  control: '/proc Mount Type',
  since: 35,
  examples: {
    bad: restrictedPod({
      spec: 'hostUsers: false',
      container: 'allowPrivilegeEscalation: false\nprocMount: Unmasked # error\ncapabilities:\n  drop: [ALL]',
    }),
    good: restrictedPod({ spec: 'hostUsers: false' }),
  },
  *violations(pod, minor) {
    // The baseline rule reports the other pods.
    if (isSparedByUserNamespace(pod, minor)) yield* unmasked(pod);
  },
});

function* unmasked(pod: Pod): Generator<Violation> {
  for (const container of pod.containers) {
    const at = container.value.at('securityContext', 'procMount');
    if (at.string === undefined || at.string === 'Default') continue;
    const title = `Mask /proc for "${container.label}" (programs that need the hidden files stop working)`;
    yield {
      at,
      container,
      what: `Unmasked /proc: ${containerSubject(container)} can read and change settings of the node`,
      fixes: [writeValue(pod, at, 'Default', title)],
    };
  }
}
