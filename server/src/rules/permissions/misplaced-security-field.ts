import { inSequence } from '../../fixes/change';
import { pathOf, textValueAt } from '../../fixes/layout';
import { removeEntry } from '../../fixes/remove-entry';
import { setValue } from '../../fixes/set-value';
import type { YamlValue } from '../../manifest/value';
import type { Pod } from '../../pod/pod';
import { own } from '../../text/own';
import { examplePod } from '../example';
import { links } from '../links';
import type { Finding, Fix, Rule } from '../rule';
import { containerSubject, podSubject } from '../subject';

/** Fields that only a container's security context has (API reference, SecurityContext). */
const OF_CONTAINER = ['privileged', 'allowPrivilegeEscalation', 'capabilities', 'readOnlyRootFilesystem', 'procMount'];
/** Fields of both security contexts. */
const OF_BOTH = [
  'runAsUser',
  'runAsGroup',
  'runAsNonRoot',
  'seccompProfile',
  'seLinuxOptions',
  'appArmorProfile',
  'windowsOptions',
];
/** Fields that only a pod's security context has (API reference, PodSecurityContext). */
const OF_POD = ['fsGroup', 'fsGroupChangePolicy', 'supplementalGroups', 'supplementalGroupsPolicy', 'sysctls'];
/** Fields of the pod's spec. */
const OF_SPEC = [
  'hostNetwork',
  'hostPID',
  'hostIPC',
  'hostUsers',
  'shareProcessNamespace',
  'automountServiceAccountToken',
];

export const misplacedSecurityField: Rule = {
  id: 'misplaced-security-field',
  category: 'permissions',
  severity: 'error',
  title: 'A security field in a place where it has no effect',
  why: 'The API server drops a field that is in the wrong place, at most with a warning. The manifest then shows a protection that the pod does not have.',
  fix: 'Move the field to the right place. Privileges and capabilities belong in the security context of each container, groups and sysctls in the security context of the pod.',
  references: [links.securityContext, links.restrictContainers],
  examples: {
    bad: examplePod({ container: 'readOnlyRootFilesystem: true # error: not in securityContext' }),
    good: examplePod({ container: 'securityContext:\n  readOnlyRootFilesystem: true' }),
  },

  fields: [...OF_CONTAINER, ...OF_BOTH, ...OF_POD, ...OF_SPEC],
  *pod(pod) {
    if (pod.isAssembled) return;
    const context = pod.spec.get('securityContext');
    const ofPod = { pod, subject: podSubject(pod) };
    yield* misplaced(ofPod, pod.spec, [...OF_BOTH, ...OF_POD], 'the security context of the pod', context);
    yield* misplaced(ofPod, pod.spec, OF_CONTAINER, 'the security context of each container');
    yield* misplaced(ofPod, context, OF_CONTAINER, 'the security context of each container');
    yield* misplaced(ofPod, context, OF_SPEC, 'the spec of the pod', pod.spec);
    for (const container of pod.containers) {
      const { value } = container;
      const own = value.get('securityContext');
      const of = { pod, subject: containerSubject(container) };
      const found = [
        ...misplaced(of, value, [...OF_BOTH, ...OF_CONTAINER], 'the security context of the container', own),
        ...misplaced(of, value, OF_POD, 'the security context of the pod'),
        ...misplaced(of, own, OF_POD, 'the security context of the pod', context),
        ...misplaced(of, value, OF_SPEC, 'the spec of the pod', pod.spec),
        ...misplaced(of, own, OF_SPEC, 'the spec of the pod', pod.spec),
      ];
      for (const finding of found) yield { ...finding, container };
    }
  },
};

function* misplaced(
  { pod, subject }: { readonly pod: Pod; readonly subject: string },
  where: YamlValue,
  names: readonly string[],
  right: string,
  target?: YamlValue,
): Generator<Finding> {
  const { keys } = where;
  for (const name of names.filter((candidate) => keys.has(candidate))) {
    const at = where.get(name);
    yield {
      at,
      ...(at.keySpan && { span: at.keySpan }),
      message: `No effect: the API server drops \`${name}\` of ${subject} in this place. Move it to ${right}, or remove it.`,
      fixes: weakens(at) ? [removeFix(pod, at)] : target ? moveFix(pod, at, target.get(name), right) : [],
    };
  }
}

/** Values that would remove protection from a pod if they had an effect. */
const WEAKENING: Readonly<Record<string, string | number | boolean>> = {
  privileged: true,
  allowPrivilegeEscalation: true,
  procMount: 'Unmasked',
  runAsNonRoot: false,
  runAsUser: 0,
  hostNetwork: true,
  hostPID: true,
  hostIPC: true,
  shareProcessNamespace: true,
};

function weakens({ name = '', string, number, boolean }: YamlValue): boolean {
  const value = string ?? number ?? boolean;
  return value !== undefined && value === own(WEAKENING, name);
}

/** A fix must not give a pod a privilege that it has never had. */
function removeFix({ resource }: Pod, at: YamlValue): Fix {
  return {
    title: `Remove ${at.name} (it never had an effect)`,
    isPreferred: false,
    change: () => removeEntry(resource.document, at),
  };
}

/** Only a scalar is moved, and only to a place that is free. */
function moveFix({ resource }: Pod, at: YamlValue, target: YamlValue, right: string): Fix[] {
  const data = at.string ?? at.number ?? at.boolean;
  if (data === undefined || target.exists) return [];
  const [from, to] = [pathOf(at), pathOf(target)];
  return [
    {
      title: `Move ${at.name} to ${right} (it then has an effect)`,
      isPreferred: false,
      change: () =>
        inSequence(resource.document, [
          (document) => setValue(document, textValueAt(document, to), data),
          (document) => removeEntry(document, textValueAt(document, from)),
        ]),
    },
  ];
}
