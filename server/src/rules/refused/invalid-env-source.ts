import type { YamlValue } from '../../manifest/value';
import type { Container } from '../../pod/container';
import { examplePod } from '../example';
import { containerSubject } from '../subject';
import { FIRST_WITH_FILES } from './invalid-env-file';
import { isDataKey, isObjectName } from './object-name';
import { type Refusal, refusedRule } from './refused-rule';
import { inCode, isUnset, namedField, shown, storedText } from './text';

export const invalidEnvSource = refusedRule({
  id: 'invalid-env-source',
  title: 'An environment variable with more than one source, or with none',
  why: 'A variable has a `value` or one source in `valueFrom`; an entry of `envFrom` has one source. The API server refuses a variable with both, with two sources or with an empty `valueFrom`, and a source whose name or key is missing or can be none of a ConfigMap or Secret.',
  fix: 'Keep one of them, or complete the source.',
  examples: {
    bad: examplePod({
      container:
        'env:\n  - name: NODE\n    value: unknown\n    valueFrom: # error\n      fieldRef:\n        fieldPath: spec.nodeName',
    }),
    good: examplePod({
      container: 'env:\n  - name: NODE\n    valueFrom:\n      fieldRef:\n        fieldPath: spec.nodeName',
    }),
  },

  fields: ['valueFrom', 'envFrom'],
  *find(pod, { kubernetesMinor }) {
    for (const container of pod.containers) {
      for (const variable of container.value.get('env').items) {
        yield* ofVariable(container, variable, kubernetesMinor);
        const from = variable.get('valueFrom');
        for (const kind of ['configMapKeyRef', 'secretKeyRef']) yield* reference(container, from.get(kind), true);
      }
      const list = container.value.get('envFrom');
      for (const entry of list.items) {
        yield* ofEntry(container, list, entry);
        for (const kind of OF_ENTRY) yield* reference(container, entry.get(kind), false);
      }
    }
  },
});

const OF_VARIABLE = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef'];
const OF_ENTRY = ['configMapRef', 'secretRef'];

function* ofVariable(container: Container, variable: YamlValue, minor: number): Generator<Refusal> {
  const field = variable.get('valueFrom');
  if (!field.isMap) return;
  const hasFile = !isUnset(field.get('fileKeyRef'));
  const isDropped = hasFile && minor < FIRST_WITH_FILES;
  const count = writtenIn(field, OF_VARIABLE).length + Number(hasFile && !isDropped);
  const subject = `the environment variable ${inCode(variable.get('name').label ?? '')} of ${containerSubject(container)}`;
  const refusal = { field, span: field.keySpan, container };
  if (count === 0 && isDropped)
    yield {
      ...refusal,
      because: `${subject} has only \`fileKeyRef\` as a source, which Kubernetes has from 1.${FIRST_WITH_FILES} on`,
      toDo: 'Use another source, or a newer cluster',
    };
  else if (count === 0)
    yield { ...refusal, isAbsence: true, because: `${subject} has no source in \`valueFrom\``, toDo: 'Add one' };
  else if (storedText(variable.get('value')))
    yield {
      ...refusal,
      isConflict: true,
      because: `${subject} has both a \`value\` and a source in \`valueFrom\``,
      toDo: 'Keep one of them',
    };
  else if (count > 1)
    yield { ...refusal, isConflict: true, because: `${subject} has ${count} sources`, toDo: 'Keep one of them' };
}

function* ofEntry(container: Container, list: YamlValue, entry: YamlValue): Generator<Refusal> {
  const count = writtenIn(entry, OF_ENTRY).length;
  if (count === 1) return;
  const subject = `an entry of \`envFrom\` of ${containerSubject(container)}`;
  yield {
    // The API server does not say which entry it is.
    field: namedField(list.parent ?? list, list.name ?? ''),
    at: entry,
    container,
    ...(count === 0
      ? { isAbsence: true, because: `${subject} has no source`, toDo: 'Write `configMapRef` or `secretRef`' }
      : { isConflict: true, because: `${subject} has two sources`, toDo: 'Make an entry of each' }),
  };
}

function writtenIn(map: YamlValue, names: readonly string[]): string[] {
  return names.filter((name) => !isUnset(map.get(name)));
}

/** The name of a ConfigMap or Secret and, of one variable, the key. */
function* reference(container: Container, source: YamlValue, hasKey: boolean): Generator<Refusal> {
  if (!source.isMap) return;
  yield* part(container, source.get('name'), (name) => isObjectName(hasKey ? name : withoutDash(name)));
  if (hasKey) yield* part(container, source.get('key'), isDataKey);
}

/** The API server takes the name in `envFrom` for one that may be a prefix, which may end with a dash. */
function withoutDash(name: string): string {
  return name.replace(/.-$/, 'a');
}

function* part(container: Container, field: YamlValue, isValid: (text: string) => boolean): Generator<Refusal> {
  const text = storedText(field);
  if (text === undefined || isValid(text)) return;
  const subject = `\`${field.parent?.name}\` in the environment of ${containerSubject(container)}`;
  yield {
    field,
    at: shown(field),
    ...(!field.hasKey && { span: field.parent?.keySpan }),
    container,
    ...(text === ''
      ? { isAbsence: true, because: `${subject} has no \`${field.name}\``, toDo: 'Write it' }
      : { because: `${subject} has the ${field.name} ${inCode(text)}, which none can have`, toDo: 'Correct it' }),
  };
}
