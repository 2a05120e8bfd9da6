import type { YamlValue } from '../../manifest/value';
import type { Container } from '../../pod/container';
import type { Pod } from '../../pod/pod';
import { examplePod } from '../example';
import { containerSubject } from '../subject';
import { FIELDS_FOR_ENV, FIELDS_FOR_FILES, faultOfFieldPath, isResourceField } from './field-path';
import { checkedVolumes } from './pod-volumes';
import { type Refusal, refusedRule } from './refused-rule';
import { inCode, isUnset, namedField, shown, storedText } from './text';
import { volumeSourcesOf } from './volume-sources';

export const unknownFieldPath = refusedRule({
  id: 'unknown-field-path',
  title: 'A variable or a file of a field that the pod does not offer',
  why: 'Only a few fields of a pod can be in environment variables and in files of the downward API: an environment variable can have the name of the node, but not all labels, and for a file it is the other way round. The API server refuses other fields, and other resources than CPU, memory, storage and huge pages.',
  fix: 'Name one of the fields that are offered.',
  references: [
    {
      title: 'Kubernetes: Downward API',
      url: 'https://kubernetes.io/docs/concepts/workloads/pods/downward-api/',
    },
  ],
  examples: {
    bad: examplePod({
      container: 'env:\n  - name: NODE\n    valueFrom:\n      fieldRef:\n        fieldPath: status.nodeName # error',
    }),
    good: examplePod({
      container: 'env:\n  - name: NODE\n    valueFrom:\n      fieldRef:\n        fieldPath: spec.nodeName',
    }),
  },

  fields: ['fieldRef', 'resourceFieldRef'],
  *find(pod) {
    for (const container of pod.containers) {
      for (const variable of container.value.get('env').items) {
        const of = `the environment variable ${inCode(variable.get('name').label ?? '')} of ${containerSubject(container)}`;
        const source = variable.get('valueFrom');
        yield* faultsIn(source, source, { of, fields: FIELDS_FOR_ENV, container });
      }
    }
    yield* inVolumes(pod);
  },
});

interface Place {
  readonly of: string;
  readonly fields: readonly string[];
  readonly container?: Container;
}

/** The files of volumes. The API server does not say which file of a volume it means. */
function* inVolumes(pod: Pod): Generator<Refusal> {
  for (const volume of checkedVolumes(pod)) {
    const [source] = volumeSourcesOf(volume);
    const sources = source?.get('sources').items.map((one) => one.get('downwardAPI')) ?? [];
    const of = `a file of the volume ${inCode(volume.get('name').label ?? '')}`;
    for (const files of source?.name === 'downwardAPI' ? [source] : source?.name === 'projected' ? sources : [])
      for (const file of files.get('items').items) yield* faultsIn(files, file, { of, fields: FIELDS_FOR_FILES });
  }
}

/**
 * What is wrong with a field or resource.
 * @param named where the API server sees it
 */
function* faultsIn(named: YamlValue, source: YamlValue, place: Place): Generator<Refusal> {
  const { of, fields, container } = place;
  const isFile = named !== source;
  const found = (at: YamlValue, because: string, toDo: string): Refusal => ({
    field: isFile ? namedField(namedField(named, at.parent?.name ?? ''), at.name ?? '') : at,
    at: shown(at),
    ...(!at.hasKey && { span: at.parent?.keySpan }),
    ...(container && { container }),
    isAbsence: isUnset(at),
    because,
    toDo,
  });

  const [fieldRef, resourceRef] = [source.get('fieldRef'), source.get('resourceFieldRef')];
  const path = fieldRef.get('fieldPath');
  const version = storedText(fieldRef.get('apiVersion'));
  const text = fieldRef.isMap ? storedText(path) : undefined;
  const fault =
    text === undefined ? undefined : version && version !== 'v1' ? 'version' : faultOfFieldPath(text, fields);
  if (text === '') yield found(path, `${of} names no field of the pod`, 'Write `fieldPath`');
  else if (fault === 'version') yield found(path, `${of} is of another version than \`v1\``, 'Remove `apiVersion`');
  else if (fault === 'path')
    yield found(
      path,
      `${of} is of the field ${inCode(text ?? '')}, which is not offered`,
      `Use one of ${fields.map(inCode).join(', ')}`,
    );
  else if (fault === 'key')
    yield {
      ...found(path, `${of} is of a label or annotation that none can have`, 'Correct its key'),
      field: isFile ? namedField(named, 'fieldRef') : fieldRef,
    };

  if (!resourceRef.isMap || (isFile && fieldRef.isMap)) return;
  const resource = resourceRef.get('resource');
  const name = storedText(resource);
  if (isFile && isUnset(resourceRef.get('containerName')))
    yield found(resourceRef.get('containerName'), `${of} names no container`, 'Write `containerName`');
  else if (name === '') yield found(resource, `${of} names no resource`, 'Write `resource`');
  else if (name !== undefined && !isResourceField(name))
    yield found(
      resource,
      `${of} is of the resource ${inCode(name)}, which is not offered`,
      'Use one such as `limits.memory` or `requests.cpu`',
    );
}
