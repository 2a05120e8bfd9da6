import { removeEntry } from '../../fixes/remove-entry';
import type { YamlValue } from '../../manifest/value';
import type { Pod } from '../../pod/pod';
import { examplePod } from '../example';
import { links } from '../links';
import { type Refusal, refusedRule } from './refused-rule';
import { type PlacedContext, securityContextsOf } from './security-contexts';
import { type FieldType, isWritten } from './written';

interface LinuxField {
  readonly type: FieldType;
  /** The minor version of Kubernetes 1.x that has the field, and does not drop it. */
  readonly since?: number;
  /** Only such a value is refused. */
  readonly ifTrue?: true;
}

/** The version from which on the API server checks pods by their operating system. */
const SINCE = 24;

const OF_SPEC: Readonly<Record<string, LinuxField>> = {
  hostUsers: { type: 'boolean', since: 33 },
  hostPID: { type: 'boolean', ifTrue: true },
  hostIPC: { type: 'boolean', ifTrue: true },
  shareProcessNamespace: { type: 'boolean' },
  resources: { type: 'map', since: 34 },
};

const OF_BOTH: Readonly<Record<string, LinuxField>> = {
  appArmorProfile: { type: 'map', since: 30 },
  seLinuxOptions: { type: 'map' },
  seccompProfile: { type: 'map' },
  runAsUser: { type: 'number' },
  runAsGroup: { type: 'number' },
};

const OF_POD: Readonly<Record<string, LinuxField>> = {
  ...OF_BOTH,
  fsGroup: { type: 'number' },
  fsGroupChangePolicy: { type: 'text' },
  sysctls: { type: 'list', ifTrue: true },
  supplementalGroups: { type: 'list' },
  supplementalGroupsPolicy: { type: 'text', since: 33 },
  seLinuxChangePolicy: { type: 'text', since: 33 },
};

const OF_CONTAINER: Readonly<Record<string, LinuxField>> = {
  ...OF_BOTH,
  capabilities: { type: 'map' },
  readOnlyRootFilesystem: { type: 'boolean' },
  privileged: { type: 'boolean' },
  allowPrivilegeEscalation: { type: 'boolean' },
  procMount: { type: 'text' },
};

export const fieldOfOtherOs = refusedRule({
  id: 'field-of-other-os',
  title: 'A field that the operating system of the pod does not have',
  why: 'The API server refuses a pod with `os.name: windows` and a field for Linux, even if its value is `false`, and a pod with `os.name: linux` and `windowsOptions`. Such a field would protect nothing.',
  fix: 'Remove the field, or correct `os.name`.',
  references: [links.windowsSecurity],
  examples: {
    bad: examplePod({
      spec: 'os:\n  name: windows',
      container: 'securityContext:\n  runAsNonRoot: true\n  allowPrivilegeEscalation: false # error',
    }),
    good: examplePod({ spec: 'os:\n  name: windows', container: 'securityContext:\n  runAsNonRoot: true' }),
  },

  fields: ['os'],
  *find(pod, { kubernetesMinor }) {
    if (kubernetesMinor < SINCE) return;
    switch (pod.spec.at('os', 'name').string) {
      case 'windows':
        yield* linuxFields(pod, pod.spec, OF_SPEC, kubernetesMinor, { subject: 'the pod' });
        for (const placed of securityContextsOf(pod))
          yield* linuxFields(pod, placed.context, placed.container ? OF_CONTAINER : OF_POD, kubernetesMinor, placed);
        break;
      case 'linux':
        for (const placed of securityContextsOf(pod)) {
          const field = placed.context.get('windowsOptions');
          if (isWritten(field, 'map')) yield refusal(pod, field, placed, 'linux');
        }
    }
  },
});

function* linuxFields(
  pod: Pod,
  map: YamlValue,
  fields: Readonly<Record<string, LinuxField>>,
  minor: number,
  of: Pick<PlacedContext, 'subject' | 'container'>,
): Generator<Refusal> {
  for (const [name, { type, since = 0, ifTrue }] of Object.entries(fields)) {
    if (!map.has(name) || minor < since) continue;
    const field = map.get(name);
    if (!isWritten(field, type)) continue;
    if (ifTrue && field.boolean !== true && field.items.length === 0) continue;
    yield refusal(pod, field, of, 'windows');
  }
}

function refusal(
  { resource, spec }: Pod,
  field: YamlValue,
  { subject, container }: Pick<PlacedContext, 'subject' | 'container'>,
  os: 'windows' | 'linux',
): Refusal {
  const name = field.name ?? '';
  return {
    field,
    ...(container && { container }),
    isConflict: true,
    because: `${subject} has \`${name}\`, which cannot be set with \`os.name: ${os}\``,
    toDo: 'Remove the field',
    related: [{ at: spec.at('os', 'name'), message: 'This is the operating system of the pod.' }],
    fixes: [
      {
        title: `Remove ${name} (it has no meaning ${os === 'windows' ? 'on Windows' : 'on Linux'})`,
        isPreferred: false,
        change: () => removeEntry(resource.document, field),
      },
    ],
  };
}
