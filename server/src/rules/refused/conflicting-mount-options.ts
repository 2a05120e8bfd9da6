import type { YamlValue } from '../../manifest/value';
import type { Container } from '../../pod/container';
import { examplePod } from '../example';
import { containerSubject } from '../subject';
import { type Refusal, refusedRule } from './refused-rule';
import { isUnset, namedField } from './text';

const VOLUMES = 'volumes:\n  - name: cache\n    emptyDir: {}';

export const conflictingMountOptions = refusedRule({
  id: 'conflicting-mount-options',
  title: 'Options of a mount that exclude each other',
  why: 'The API server refuses a mount with `mountPropagation: Bidirectional` in a container that is not privileged, because it changes the mounts of the node. It refuses `recursiveReadOnly` in a mount that is not `readOnly`, or that has a propagation.',
  fix: 'Remove the propagation, or set `readOnly: true` beside `recursiveReadOnly`.',
  examples: {
    bad: examplePod({
      spec: VOLUMES,
      container:
        'volumeMounts:\n  - name: cache\n    mountPath: /cache\n    recursiveReadOnly: Enabled # error: not readOnly',
    }),
    good: examplePod({
      spec: VOLUMES,
      container:
        'volumeMounts:\n  - name: cache\n    mountPath: /cache\n    readOnly: true\n    recursiveReadOnly: Enabled',
    }),
  },

  fields: ['mountPropagation', 'recursiveReadOnly'],
  *find(pod, { kubernetesMinor }) {
    for (const container of pod.containers) {
      for (const mount of container.value.get('volumeMounts').items) {
        yield* bidirectional(container, mount);
        if (kubernetesMinor >= FIRST_WITH_RECURSIVE) yield* recursive(container, mount);
      }
    }
  },
});

/** KEP-3857. Before, the API server drops the field. */
export const FIRST_WITH_RECURSIVE = 31;

function* bidirectional(container: Container, mount: YamlValue): Generator<Refusal> {
  const at = mount.get('mountPropagation');
  const privileged = container.value.at('securityContext', 'privileged');
  if (at.string !== 'Bidirectional' || !isFalse(privileged)) return;
  yield {
    ...inMounts(container, at),
    ...where(privileged),
    because: `the mount propagation of ${containerSubject(container)} is \`Bidirectional\`, and the container is not privileged`,
    toDo: 'Remove `mountPropagation`, unless the container has to change the mounts of the node',
  };
}

function* recursive(container: Container, mount: YamlValue): Generator<Refusal> {
  const at = mount.get('recursiveReadOnly');
  if (at.string !== 'Enabled' && at.string !== 'IfPossible') return;
  const [readOnly, propagation] = [mount.get('readOnly'), mount.get('mountPropagation')];
  const subject = `a mount of ${containerSubject(container)} is \`recursiveReadOnly\``;
  if (isFalse(readOnly))
    yield {
      ...inMounts(container, at),
      ...where(readOnly),
      because: `${subject}, but not \`readOnly\``,
      toDo: 'Set `readOnly: true`, too',
    };
  else if (propagation.string !== undefined && propagation.string !== 'None')
    yield {
      ...inMounts(container, at),
      isConflict: true,
      because: `${subject}, and has a mount propagation`,
      toDo: 'Remove `mountPropagation`',
    };
}

/** Whether a field is false to the API server. */
function isFalse(field: YamlValue): boolean {
  return field.boolean === false || isUnset(field);
}

/** Where the other field can be that makes it right: elsewhere, or in another branch of a template. */
function where(other: YamlValue): Pick<Refusal, 'isAbsence' | 'isConflict'> {
  return other.boolean === false ? { isConflict: true } : { isAbsence: true };
}

/** The API server does not say which mount it is. */
function inMounts(container: Container, at: YamlValue): Pick<Refusal, 'field' | 'at' | 'container'> {
  return { field: namedField(container.value.get('volumeMounts'), at.name ?? ''), at, container };
}
