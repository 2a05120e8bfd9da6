import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { kwokStages } from './go-programs.mjs';

const GROUP = 'kwok.x-k8s.io';
const VERSION = 'v1alpha1';

/** Without it, the API server would drop them. */
const ANY_FIELDS = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

/** What a test says of one pod, each by an object with the pod's name: files and ports of this machine. */
const PER_POD = { Logs: 'logs', Exec: 'execs', Attach: 'attaches', PortForward: 'portforwards' };

/** The kinds by which a test says what is behind logs, shells and ports of a pod; a cluster has to have them first. */
export const KWOK_KINDS = Object.entries(PER_POD).map(([kind, plural]) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${plural}.${GROUP}` },
  spec: {
    group: GROUP,
    scope: 'Namespaced',
    names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
    versions: [{ name: VERSION, served: true, storage: true, schema: { openAPIV3Schema: ANY_FIELDS } }],
  },
}));

/**
 * The flags of a kwok that is the kubelet of every node. What no test has said of a pod: its shells are those of this
 * machine, in a folder of their own, and it has written one line.
 * @param {string} folder of the control plane, whose API server is ready
 * @param {number} port for the kubelet's API
 */
export async function kwokFlags(folder, port) {
  const [home, log, config] = ['containers', 'container.log', 'kwok.json'].map((name) => join(folder, name));
  await mkdir(home);
  await writeFile(log, `${new Date().toISOString()} stdout F started\n`);
  const envs = [{ name: 'HOME', value: home }];
  const objects = [
    cluster('ClusterExec', { execs: [{ local: { workDir: home, envs } }] }),
    cluster('ClusterLogs', { logs: [{ logsFile: log, follow: true }] }),
    cluster('ClusterAttach', { attaches: [{ logsFile: log }] }),
    EPHEMERAL_CONTAINERS_RUN,
  ];
  await writeFile(config, objects.map((object) => JSON.stringify(object)).join('\n---\n'));
  return [
    `--kubeconfig=${folder}/kubeconfig`,
    '--manage-all-nodes',
    `--config=${await kwokStages()}`,
    `--config=${config}`,
    `--enable-crds=${Object.keys(PER_POD).join()}`,
    '--node-ip=127.0.0.1',
    `--node-port=${port}`,
    `--server-address=127.0.0.1:${port}`,
    // The API server trusts any; this one it has made for itself.
    `--tls-cert-file=${folder}/certificates/apiserver.crt`,
    `--tls-private-key-file=${folder}/certificates/apiserver.key`,
  ];
}

/** The stages of kwok's release leave them waiting, and `kubectl debug` waits for them. */
const EPHEMERAL_CONTAINERS_RUN = {
  apiVersion: `${GROUP}/${VERSION}`,
  kind: 'Stage',
  metadata: { name: 'ephemeral-containers-run' },
  spec: {
    resourceRef: { apiGroup: 'v1', kind: 'Pod' },
    selector: {
      matchExpressions: [
        { key: '.metadata.deletionTimestamp', operator: 'DoesNotExist' },
        { key: '.status.phase', operator: 'In', values: ['Running'] },
        { key: '.spec.ephemeralContainers', operator: 'Exists' },
        { key: '.status.ephemeralContainerStatuses', operator: 'DoesNotExist' },
      ],
    },
    next: {
      statusTemplate: `
{{ $now := Now }}
ephemeralContainerStatuses:
{{ range .spec.ephemeralContainers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  imageID: ""
  ready: false
  restartCount: 0
  state: { running: { startedAt: {{ $now | Quote }} } }
{{ end }}
`,
    },
  },
};

function cluster(kind, spec) {
  return { apiVersion: `${GROUP}/${VERSION}`, kind, metadata: { name: 'all' }, spec };
}
