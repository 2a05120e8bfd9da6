import { inSequence } from '../../fixes/change';
import { pathOf, valueAt } from '../../fixes/layout';
import { removeEntry } from '../../fixes/remove-entry';
import { setValue } from '../../fixes/set-value';
import type { YamlValue } from '../../manifest/value';
import type { Pod } from '../../pod/pod';
import { examplePod } from '../example';
import { links } from '../links';
import type { Finding, Fix, Rule } from '../rule';

/** Only of a container's security context (API reference, SecurityContext). */
const OF_CONTAINER = ['privileged', 'allowPrivilegeEscalation', 'capabilities', 'readOnlyRootFilesystem', 'procMount'];
/** Of both security contexts. */
const OF_BOTH = [
  'runAsUser',
  'runAsGroup',
  'runAsNonRoot',
  'seccompProfile',
  'seLinuxOptions',
  'appArmorProfile',
  'windowsOptions',
];
/** Only of a pod's (API reference, PodSecurityContext). */
const OF_POD = ['fsGroup', 'fsGroupChangePolicy', 'supplementalGroups', 'supplementalGroupsPolicy', 'sysctls'];
/** Of the pod's spec itself. */
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
  title: 'A security field where it has no effect',
  why: 'The API server drops fields that it does not know at their place, at most with a warning: the manifest promises a protection that the pod does not have.',
  fix: 'Move the field to where it counts: privileges and capabilities into the security context of each container, groups and sysctls into that of the pod.',
  references: [links.securityContext, links.restrictContainers],
  examples: {
    bad: examplePod({ container: 'readOnlyRootFilesystem: true # error: not in securityContext' }),
    good: examplePod({ container: 'securityContext:\n  readOnlyRootFilesystem: true' }),
  },

  *pod(pod) {
    if (pod.isAssembled) return;
    const context = pod.spec.get('securityContext');
    yield* misplaced(pod, pod.spec, [...OF_BOTH, ...OF_POD], 'the security context of the pod', context);
    yield* misplaced(pod, pod.spec, OF_CONTAINER, 'the security context of each container');
    yield* misplaced(pod, context, OF_CONTAINER, 'the security context of each container');
    yield* misplaced(pod, context, OF_SPEC, 'the spec of the pod', pod.spec);
    for (const container of pod.containers) {
      const own = container.value.get('securityContext');
      const found = [
        ...misplaced(pod, container.value, [...OF_BOTH, ...OF_CONTAINER], 'its security context', own),
        ...misplaced(pod, container.value, OF_POD, 'the security context of the pod'),
        ...misplaced(pod, own, OF_POD, 'the security context of the pod', context),
        ...misplaced(pod, container.value, OF_SPEC, 'the spec of the pod', pod.spec),
        ...misplaced(pod, own, OF_SPEC, 'the spec of the pod', pod.spec),
      ];
      for (const finding of found) yield { ...finding, container };
    }
  },
};

function* misplaced(
  pod: Pod,
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
      message: `\`${name}\` has no effect here: the API server drops it. It belongs in ${right}.`,
      fixes: weakens(at) ? [removeFix(pod, at)] : target ? moveFix(pod, at, target.get(name), right) : [],
    };
  }
}

/** Values by which a pod would lose protection if they took effect. */
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
  return value !== undefined && value === WEAKENING[name];
}

/** Nobody should get a privilege from a fix that the pod has been running without. */
function removeFix({ resource }: Pod, at: YamlValue): Fix {
  return {
    title: `Remove ${at.name} (it never took effect)`,
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
      title: `Move ${at.name} to ${right} (it takes effect)`,
      isPreferred: false,
      change: () =>
        inSequence(resource.document, [
          (document) => setValue(document, valueAt(document, to), data),
          (document) => removeEntry(document, valueAt(document, from)),
        ]),
    },
  ];
}
