import { setValue } from '../../fixes/set-value';
import { accessOf } from '../../pod/access';
import type { Container, Mount } from '../../pod/container';
import { withoutSlash } from '../../pod/mount-path';
import { appsOf, isReadOnlyForAll, type Pod, sidecarsOf, writableMountOf } from '../../pod/pod';
import { links } from '../links';
import type { Finding, Rule } from '../rule';

export const writableSharedVolume: Rule = {
  id: 'writable-shared-volume',
  category: 'sidecar',
  severity: 'hint',
  title: 'A sidecar that can write to a volume of the app',
  why: 'An attacker who controls the sidecar or its image can change the files of the app: remove traces from logs, or add a configuration file or a script that the app runs. A sidecar that only reads does not need write access.',
  fix: 'Set `readOnly: true` on the mount of the container that only reads.',
  references: [links.sidecarInjection, links.leastPrivilege],
  examples: {
    bad: `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: registry.example.com/web@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
      volumeMounts:
        - name: logs
          mountPath: /var/log/web
    - name: log-shipper
      image: registry.example.com/shipper@sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752
      command: [tail, -F, /var/log/web/access.log]
      volumeMounts:
        - name: logs
          mountPath: /var/log/web # warning: it only reads, but could write
  volumes:
    - name: logs
      emptyDir: {}
`,
    good: `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: registry.example.com/web@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
      volumeMounts:
        - name: logs
          mountPath: /var/log/web
    - name: log-shipper
      image: registry.example.com/shipper@sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752
      command: [tail, -F, /var/log/web/access.log]
      volumeMounts:
        - name: logs
          mountPath: /var/log/web
          readOnly: true
  volumes:
    - name: logs
      emptyDir: {}
`,
  },

  *pod(pod) {
    for (const sidecar of sidecarsOf(pod)) {
      for (const mount of sidecar.mounts) yield* judgeMount(pod, sidecar, mount);
    }
  },
};

/** Typical paths of programs and configuration files. `/var/lib` is left out, because it holds data. */
const SENSITIVE_PATH =
  /(?<!^\/var(?=\/lib))(?:^|\/)(?:s?bin|lib(?:64|exec)?|plugins?|modules?|scripts?|conf(?:ig|\.d)?|etc|entrypoint[^/]*)(?:\/|$)/;

function* judgeMount(pod: Pod, sidecar: Container, mount: Mount): Generator<Finding> {
  const volume = pod.volumes.find(({ name }) => name === mount.volume);
  if (mount.isReadOnly || (volume && isReadOnlyForAll(volume))) return;
  const writer = appsOf(pod).find((app) => writableMountOf(app, mount.volume));
  const writerMount = writer && writableMountOf(writer, mount.volume);
  if (!writer || !writerMount) return;
  const access = accessOf(sidecar, mount);
  if (access.kind === 'writes') return;

  const reads = access.kind === 'reads';
  const isSensitive = SENSITIVE_PATH.test(writerMount.path) || runsFrom(writer, writerMount);
  const what = isSensitive ? 'programs or configuration' : describe(writerMount.path);
  yield {
    at: mount.value.get('mountPath'),
    container: sidecar,
    severity: reads || isSensitive ? 'warning' : 'hint',
    isAbsence: true,
    message:
      `Sidecar can change ${what} of the app: "${sidecar.label}" can write to ${writerMount.path} of "${writer.label}" (volume "${mount.volume}"). ` +
      (reads ? `Mount it read-only, because ${access.reason}.` : 'If it only reads there, mount it read-only.'),
    related: [{ at: writerMount.value.get('mountPath'), message: `"${writer.label}" writes the volume here.` }],
    fixes: [
      {
        title: `Mount "${mount.volume}" read-only in "${sidecar.label}"${reads ? '' : ' (it can no longer write there)'}`,
        isPreferred: reads,
        change: () => setValue(pod.resource.document, mount.value.get('readOnly'), true),
      },
    ],
  };
}

function describe(path: string): string {
  return /log/i.test(path) ? 'the logs' : 'files';
}

function runsFrom(app: Container, mount: Mount): boolean {
  const program = app.value.get('command').items[0]?.string ?? '';
  return program.startsWith(`${withoutSlash(mount.path)}/`);
}
