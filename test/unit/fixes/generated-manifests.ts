import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { RULES } from '../../../server/src/rules/index';
import { print, type Style, styleArbitrary } from './printed-manifests';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const IMAGES = [
  `registry.example.com/web@${DIGEST}`,
  `shipper@${DIGEST}`,
  'nginx',
  'k8s.gcr.io/pause:3.9',
  'registry.example.com/web:stable',
  'localhost:5000/web:1.4',
];
const COMMANDS: readonly (readonly string[])[] = [
  ['tail', '-F', '/var/log/web/access.log'],
  ['sh', '-c', 'while true; do sleep 3600; done'],
  ['sh', '-c', 'set -e\ntail -f /var/log/web/access.log\n'],
  ['/app/serve', '--port=8080'],
];

type Fields = Readonly<Record<string, fc.Arbitrary<unknown>>>;
type Data = Record<string, unknown>;

/** A map with a few of these entries, or none. */
function some(fields: Fields, most = 3): fc.Arbitrary<Data> {
  const all = Object.keys(fields);
  const names = fc.shuffledSubarray(all, { maxLength: Math.min(most, all.length) });
  return names.chain((chosen) =>
    fc.record(Object.fromEntries(chosen.map((name) => [name, fields[name] ?? fc.constant(1)]))),
  );
}

/** Something, or nothing behind its key. */
function orNothing(arbitrary: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.option(arbitrary, { freq: 8 });
}

const seccompProfile = fc.record({ type: fc.constantFrom('Unconfined', 'RuntimeDefault') });
const securityContext = some({
  privileged: fc.boolean(),
  allowPrivilegeEscalation: fc.boolean(),
  readOnlyRootFilesystem: fc.boolean(),
  runAsNonRoot: fc.boolean(),
  runAsUser: fc.constantFrom(0, 65532),
  procMount: fc.constantFrom('Unmasked', 'Default'),
  capabilities: orNothing(
    some({
      add: fc.subarray(['NET_ADMIN', 'SYS_PTRACE', 'NET_BIND_SERVICE', 'CHOWN']),
      drop: fc.subarray(['ALL', 'KILL']),
    }),
  ),
  seccompProfile,
  appArmorProfile: fc.record({ type: fc.constant('Unconfined') }),
  seLinuxOptions: some({ type: fc.constant('spc_t'), user: fc.constant('root'), level: fc.constant('s0') }),
  windowsOptions: some({ hostProcess: fc.boolean() }),
  fsGroup: fc.constant(2000),
});

const probe = some({
  httpGet: fc.record({ path: fc.constant('/'), host: fc.constantFrom('10.0.0.1', ''), port: fc.constant(80) }),
  periodSeconds: fc.constant(5),
});

const containerFields = {
  imagePullPolicy: fc.constantFrom('Always', 'IfNotPresent', 'Never'),
  command: fc.constantFrom(...COMMANDS),
  ports: fc.array(
    fc.constantFrom(
      { containerPort: 80 },
      { containerPort: 80, hostPort: 80 },
      { containerPort: 5432, protocol: 'TCP' },
    ),
    { maxLength: 2 },
  ),
  volumeMounts: orNothing(
    fc.array(
      fc.record(
        { name: fc.constantFrom('logs', 'data'), mountPath: fc.constant('/var/log/web'), readOnly: fc.boolean() },
        { requiredKeys: ['name', 'mountPath'] },
      ),
      { maxLength: 2 },
    ),
  ),
  securityContext: orNothing(securityContext),
  restartPolicy: fc.constantFrom('Always'),
  livenessProbe: probe,
  startupProbe: probe,
  resources: orNothing(some({ limits: orNothing(some({ cpu: fc.constant('1') })) })),
  privileged: fc.boolean(),
  runAsNonRoot: fc.boolean(),
  readOnlyRootFilesystem: fc.boolean(),
};

/** Some of the containers of these names. */
function containers(...names: string[]): fc.Arbitrary<Data[]> {
  const each = names.map((name) => {
    const identity = fc.record({ name: fc.constant(name), image: fc.constantFrom(...IMAGES) });
    return fc.option(fc.tuple(identity, some(containerFields)).map(([own, more]) => ({ ...own, ...more })));
  });
  return fc.tuple(...each).map((all) => all.filter((container) => container !== null));
}

const podSpec = fc.record(
  {
    initContainers: orNothing(containers('prepare', 'cache')),
    containers: containers('web', 'log-shipper', 'metrics-agent'),
    ephemeralContainers: containers('shell'),
    volumes: fc
      .tuple(orNothing(some({ medium: fc.constant('Memory') })), fc.boolean())
      .map(([emptyDir, isFromNode]) => [
        { name: 'logs', emptyDir },
        isFromNode ? { name: 'data', hostPath: { path: '/srv/data' } } : { name: 'data', emptyDir: {} },
      ]),
    shareProcessNamespace: fc.boolean(),
    hostNetwork: fc.boolean(),
    hostPID: fc.boolean(),
    automountServiceAccountToken: fc.boolean(),
    securityContext: orNothing(securityContext),
  },
  { requiredKeys: ['containers', 'volumes'] },
);

/** What a program writes that has one object in two places, and what people write by hand: `<<: *defaults`. */
const sharing = fc.constantFrom('nothing', 'nothing', 'values', 'defaults');

function share(spec: Data, how: string): void {
  const [first, ...others] = (Array.isArray(spec.containers) ? spec.containers : []) as Data[];
  if (!first) return;
  for (const other of others) {
    if (how === 'defaults') other['<<'] = first.securityContext ? { securityContext: first.securityContext } : {};
    if (how === 'values') for (const key of ['securityContext', 'volumeMounts', 'ports']) other[key] = first[key] ?? {};
  }
}

const workload = fc
  .record({
    kind: fc.constantFrom('Pod', 'Deployment', 'DaemonSet', 'Job', 'CronJob', 'Rollout', 'List'),
    spec: podSpec,
    how: sharing,
    metadata: some({ namespace: fc.constant('shop'), labels: orNothing(fc.constant({ app: 'web' })) }),
  })
  .map(({ kind, spec, how, metadata }) => {
    share(spec, how);
    return workloadOf(kind, { name: 'web', ...metadata }, spec);
  });

function workloadOf(kind: string, metadata: unknown, spec: unknown): unknown {
  const template = { metadata: { labels: { app: 'web' } }, spec };
  switch (kind) {
    case 'Pod':
      return { apiVersion: 'v1', kind, metadata, spec };
    case 'List':
      return { apiVersion: 'v1', kind, items: [{ apiVersion: 'v1', kind: 'Pod', metadata, spec }] };
    case 'CronJob':
      return { apiVersion: 'batch/v1', kind, metadata, spec: { jobTemplate: { spec: { template } } } };
    default:
      return { apiVersion: 'apps/v1', kind, metadata, spec: { template } };
  }
}

const namespace = fc.constantFrom('baseline', 'restricted', 'Restricted', undefined).map((level) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'shop', ...(level && { labels: { 'pod-security.kubernetes.io/enforce': level } }) },
}));

/** The documents of every rule's examples, so that each rule's fixes meet every style. */
const examples = fc.constantFrom(
  // The YAML library refuses what multiplies itself.
  ...RULES.flatMap(({ id, examples: { bad, good } }) => (id === 'not-judged' ? [good] : [bad, good])).map((text) =>
    parseAllDocuments(text, { version: '1.1' }).map((document): unknown => document.toJS()),
  ),
);

export interface Generated {
  readonly text: string;
  readonly style: Style;
}

/** A file of one or several manifests with things that fixes mend, in any style. */
export const manifestArbitrary: fc.Arbitrary<Generated> = fc
  .tuple(
    fc.oneof(
      { weight: 2, arbitrary: fc.tuple(workload) },
      { weight: 1, arbitrary: fc.tuple(namespace, workload) },
      { weight: 2, arbitrary: examples },
    ),
    styleArbitrary,
  )
  .map(([documents, style]) => ({ text: print(documents, style), style }));
