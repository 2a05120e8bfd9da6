import type { Pod } from '../../pod/pod';
import { examplePod, restrictedPod } from '../example';
import { controlRule, isSparedByUserNamespace, type Violation, write } from './control';

const SHARED = {
  title: 'A container whose /proc is not masked',
  why: 'The runtime hides parts of /proc that tell about the node or change it (keys, kernel memory, sysrq). `Unmasked` shows them to the container.',
  fix: 'Remove `procMount`, or set it to `Default`.',
  advice: 'Use the default.',
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

/** From 1.35 on, baseline spares pods with a user namespace; restricted does not. */
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
    // What baseline reports already isn't said twice.
    if (isSparedByUserNamespace(pod, minor)) yield* unmasked(pod);
  },
});

function* unmasked(pod: Pod): Generator<Violation> {
  for (const container of pod.containers) {
    const at = container.value.at('securityContext', 'procMount');
    if (at.string === undefined || at.string === 'Default') continue;
    const title = `Mask /proc for "${container.label}" (the program may need what is hidden then)`;
    yield { at, container, what: `"${container.label}" sees all of /proc`, fixes: [write(pod, at, 'Default', title)] };
  }
}
