import { setValue } from '../../fixes/set-value';
import { examplePod } from '../example';
import { links } from '../links';
import { APP_ARMOR, SECCOMP } from './profile-kinds';
import { literal, refusedRule } from './refused-rule';
import { securityContextsOf } from './security-contexts';

interface Choice {
  readonly path: readonly string[];
  readonly values: readonly string[];
  /** The minor version of Kubernetes 1.x that has the field, and does not drop it. */
  readonly since: number;
  /** Another rule says that an empty text is none. */
  readonly isEmptyNone?: true;
}

const PROFILE_TYPES = ['Localhost', 'RuntimeDefault', 'Unconfined'];

const OF_BOTH: readonly Choice[] = [
  { path: ['seccompProfile', 'type'], values: PROFILE_TYPES, since: SECCOMP.since, isEmptyNone: true },
  { path: ['appArmorProfile', 'type'], values: PROFILE_TYPES, since: APP_ARMOR.since, isEmptyNone: true },
];

const OF_CONTAINER: readonly Choice[] = [
  ...OF_BOTH,
  { path: ['procMount'], values: ['Default', 'Unmasked'], since: 33 },
];

const OF_POD: readonly Choice[] = [
  ...OF_BOTH,
  { path: ['fsGroupChangePolicy'], values: ['Always', 'OnRootMismatch'], since: 20 },
  { path: ['supplementalGroupsPolicy'], values: ['Merge', 'Strict'], since: 33 },
];

/** Until `SELinuxMount` is on by default, one of the two values is refused. */
const SELINUX_SINCE = 33;
const SELINUX_MOUNT_SINCE = 37;

export const unsupportedSecurityValue = refusedRule({
  id: 'unsupported-security-value',
  title: 'A security field with a value that does not exist',
  why: 'These fields have a fixed set of values, in which upper and lower case count. The API server refuses a pod with any other.',
  fix: 'Write one of the values that the message names.',
  references: [links.securityContext],
  examples: {
    bad: examplePod({ spec: 'securityContext:\n  fsGroupChangePolicy: onRootMismatch # error' }),
    good: examplePod({ spec: 'securityContext:\n  fsGroupChangePolicy: OnRootMismatch' }),
  },

  fields: [
    ...['seccompProfile', 'appArmorProfile', 'procMount'],
    ...['fsGroupChangePolicy', 'supplementalGroupsPolicy', 'seLinuxChangePolicy'],
  ],
  *find(pod, { kubernetesMinor }) {
    for (const { context, container, subject } of securityContextsOf(pod)) {
      const choices = container ? OF_CONTAINER : [...OF_POD, seLinuxChoice(kubernetesMinor)];
      for (const { path, values, since, isEmptyNone } of choices) {
        const field = context.at(...path);
        const value = literal(field);
        if (kubernetesMinor < since || value === undefined || values.includes(value)) continue;
        if (value === '' && isEmptyNone) continue;
        const meant = values.find((known) => lettersOf(known) === lettersOf(value));
        yield {
          field,
          ...(container && { container }),
          because: `\`${path.join('.')}\` of ${subject} is \`${value}\`, which is none of its values`,
          toDo: `Use ${values.map((known) => `\`${known}\``).join(' or ')}`,
          fixes: meant
            ? [
                {
                  title: `Write ${meant}`,
                  isPreferred: true,
                  change: () => setValue(pod.resource.document, field, meant),
                },
              ]
            : [],
        };
      }
    }
  },
});

function seLinuxChoice(minor: number): Choice {
  const values = minor < SELINUX_MOUNT_SINCE ? ['Recursive'] : ['MountOption', 'Recursive'];
  return { path: ['seLinuxChangePolicy'], values, since: SELINUX_SINCE };
}

/** The old annotations have the same values as `runtime/default` and `unconfined`. */
function lettersOf(value: string): string {
  return value.toLowerCase().replace(/[^a-z]/g, '');
}
