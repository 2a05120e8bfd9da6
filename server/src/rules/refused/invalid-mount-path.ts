import type { YamlValue } from '../../manifest/value';
import type { Container } from '../../pod/container';
import { examplePod } from '../example';
import { containerSubject } from '../subject';
import { faultOfSubPath, hasBackstep } from './path';
import { type Refusal, refusedRule } from './refused-rule';
import { inCode, isUnset, namedField, shown, storedText } from './text';

const VOLUMES = 'volumes:\n  - name: cache\n    emptyDir: {}';

export const invalidMountPath = refusedRule({
  id: 'invalid-mount-path',
  title: 'A mount without a path, or with one that leaves the volume',
  why: 'Each mount needs the path in the container (`mountPath`, or `devicePath` of a block device). A path in the volume (`subPath` or `subPathExpr`) must be relative and must not lead out of the volume with `..`, and only one of the two may be set. The API server refuses other pods.',
  fix: 'Write a path in the container, and at most one relative path in the volume.',
  examples: {
    bad: examplePod({
      spec: VOLUMES,
      container: 'volumeMounts:\n  - name: cache\n    mountPath: /cache\n    subPath: ../logs # error',
    }),
    good: examplePod({
      spec: VOLUMES,
      container: 'volumeMounts:\n  - name: cache\n    mountPath: /cache\n    subPath: logs',
    }),
  },

  fields: ['volumeMounts', 'volumeDevices'],
  *find(pod) {
    for (const container of pod.containers) {
      for (const mount of container.value.get('volumeMounts').items) {
        yield* missing(container, mount.get('mountPath'));
        yield* subPaths(container, mount);
      }
      for (const device of container.value.get('volumeDevices').items) {
        yield* missing(container, device.get('devicePath'));
        yield* backstep(container, device.get('devicePath'));
      }
    }
  },
});

function* missing(container: Container, field: YamlValue): Generator<Refusal> {
  if (!isUnset(field)) return;
  yield {
    field,
    at: shown(field),
    container,
    isAbsence: true,
    because: `a mount of ${containerSubject(container)} has no \`${field.name}\``,
    toDo: 'Write the path in the container',
  };
}

function* backstep(container: Container, field: YamlValue): Generator<Refusal> {
  const path = storedText(field);
  if (!path || !hasBackstep(path)) return;
  yield {
    field,
    container,
    because: `the path ${inCode(path)} of a device in ${containerSubject(container)} has \`..\` in it`,
    toDo: 'Write the path without it',
  };
}

function* subPaths(container: Container, mount: YamlValue): Generator<Refusal> {
  const written = [mount.get('subPath'), mount.get('subPathExpr')].filter((field) => pathIn(field));
  for (const at of written) {
    const path = pathIn(at) ?? '';
    const fault = faultOfSubPath(path);
    if (fault === undefined) continue;
    yield {
      // The API server does not say which mount it is.
      field: namedField(mount.parent ?? mount, at.name ?? ''),
      at,
      container,
      because: `the path ${inCode(path)} that ${containerSubject(container)} mounts of a volume ${fault}`,
      toDo: 'Write a relative path in the volume',
    };
  }
  const [, second] = written;
  if (!second) return;
  yield {
    field: second,
    container,
    isConflict: true,
    because: `a mount of ${containerSubject(container)} has both \`subPath\` and \`subPathExpr\``,
    toDo: 'Keep one of them',
  };
}

/** The path as it is written. In `subPathExpr`, Kubernetes itself fills in `$(NAME)`. */
function pathIn(field: YamlValue): string | undefined {
  if (field.name !== 'subPathExpr') return storedText(field);
  return field.string === undefined || /\$\{|<[^<>]+>/.test(field.string) ? undefined : field.string;
}
