import { type CompletionItem, CompletionItemKind, InsertTextFormat } from 'vscode-languageserver';
import { appsOf, isReadOnlyForAll, type Pod, writableMountOf } from '../../pod/pod';
import type { CursorLine } from './line';

interface Sidecar {
  readonly label: string;
  readonly detail: string;
  readonly lines: readonly string[];
}

/** A digest that stands for the one of the user's own image. */
const DIGEST = '@sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752';
const CONFINED = [
  'resources:',
  '  limits:',
  '    memory: 64Mi',
  'securityContext:',
  '  runAsNonRoot: true',
  '  runAsUser: 65532',
  '  allowPrivilegeEscalation: false',
  '  readOnlyRootFilesystem: true',
  '  capabilities:',
  '    drop: [ALL]',
  '  seccompProfile:',
  '    type: RuntimeDefault',
];

/** Single sidecars, as new items of a list of containers. They take volumes, paths and ports from the pod around them. */
export function sidecarItems(line: CursorLine, pod: Pod): CompletionItem[] {
  const { before, parent, position } = line;
  const [, typed] = /^\s*-\s+([\w-]*)$/.exec(before) ?? [];
  if (typed === undefined || (parent !== 'containers' && parent !== 'initContainers')) return [];
  const isNative = parent === 'initContainers';
  const range = { start: { ...position, character: position.character - typed.length }, end: position };
  return sidecarsFor(pod, isNative).map(({ label, detail, lines: [name = '', image = '', ...rest] }) => ({
    label,
    detail: isNative ? `${detail}, as a native sidecar` : detail,
    kind: CompletionItemKind.Snippet,
    insertTextFormat: InsertTextFormat.Snippet,
    // Editors indent the lines of a snippet as the line that it is in; the dash is two columns more.
    textEdit: { range, newText: [name, image, ...(isNative ? ['restartPolicy: Always'] : []), ...rest].join('\n  ') },
  }));
}

function sidecarsFor(pod: Pod, isNative: boolean): Sidecar[] {
  const { volume, path } = sharedOf(pod);
  const mount = ['volumeMounts:', `  - name: ${volume}`, `    mountPath: ${path}`];
  const isJob = pod.resource.kind === 'Job' || pod.resource.kind === 'CronJob';
  return [
    {
      label: 'sidecar: log reader',
      detail: 'Reads a log file of the app from a read-only volume',
      lines: [
        `name: \${1:log-reader}`,
        `image: \${2:registry.example.com/busybox:1.36${DIGEST}}`,
        `command: [tail, -F, ${path}/\${3:app.log}]`,
        ...CONFINED,
        ...mount,
        '    readOnly: true$0',
      ],
    },
    {
      label: 'sidecar: metrics exporter',
      detail: 'Serves metrics of the app on a port of its own',
      lines: [
        `name: \${1:metrics-exporter}`,
        `image: \${2:registry.example.com/exporter:1.0${DIGEST}}`,
        `args: ["--target=http://127.0.0.1:\${3:${portOf(pod)}}"]`,
        'ports:',
        '  - name: metrics',
        `    containerPort: \${4:9100}`,
        ...(isNative ? ['startupProbe:', '  httpGet:', '    path: /metrics', '    port: metrics'] : []),
        ...CONFINED,
      ],
    },
    {
      label: 'sidecar: proxy',
      detail: 'Takes the traffic of the app on a port of its own',
      lines: [
        `name: \${1:proxy}`,
        `image: \${2:registry.example.com/proxy:1.0${DIGEST}}`,
        `args: ["--upstream=http://127.0.0.1:\${3:${portOf(pod)}}"]`,
        'ports:',
        '  - name: proxy',
        `    containerPort: \${4:8443}`,
        ...(isNative ? ['startupProbe:', '  tcpSocket:', '    port: proxy'] : []),
        ...CONFINED,
      ],
    },
    ...(isJob && isNative
      ? [
          {
            label: 'sidecar: Job helper',
            detail: 'Works beside the Job, and ends with it',
            lines: [
              `name: \${1:helper}`,
              `image: \${2:registry.example.com/helper:1.0${DIGEST}}`,
              ...CONFINED,
              ...mount,
              '    readOnly: true$0',
            ],
          },
        ]
      : []),
  ];
}

/** A volume that the app writes, logs first. Names are foreign: those with other signs than usual are not taken over. */
function sharedOf(pod: Pod): { readonly volume: string; readonly path: string } {
  const mounts = pod.volumes
    .filter((volume) => !isReadOnlyForAll(volume) && /^[\w.-]+$/.test(volume.name))
    .flatMap(({ name }) => {
      const [mount] = appsOf(pod).flatMap((app) => writableMountOf(app, name) ?? []);
      return mount && /^(?:\/[\w.-]+)+$/.test(mount.path) ? [{ volume: name, path: mount.path }] : [];
    });
  const logs = mounts.find(({ volume, path }) => /log/i.test(volume + path));
  return logs ?? mounts[0] ?? { volume: `\${8:logs}`, path: `\${9:/var/log/app}` };
}

function portOf(pod: Pod): number {
  const ports = appsOf(pod).flatMap((app) => app.value.get('ports').items);
  return ports.flatMap((port) => port.get('containerPort').number ?? [])[0] ?? 8080;
}
