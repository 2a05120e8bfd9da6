import { expect, it } from 'vitest';
import { see } from '../analyse';

/** A pod with findings of many rules, whose fields can be set. */
function pod() {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'shop' } as Fields,
    spec: {
      initContainers: [{ name: 'db', image: 'postgres:16', restartPolicy: 'Always', ports: [{ containerPort: 5432 }] }],
      volumes: [
        { name: 'logs', emptyDir: {} },
        { name: 'node', hostPath: { path: '/var/log' } },
        { name: 'key', secret: { secretName: 'key' } },
      ] as Fields[],
      containers: [
        {
          name: 'web',
          image: 'nginx:1.27',
          ports: [{ containerPort: 80 }],
          volumeMounts: [
            { name: 'logs', mountPath: '/var/log/nginx' },
            { name: 'key', mountPath: '/key' },
          ],
        },
        {
          name: 'log-reader',
          image: 'busybox:1.36',
          command: ['sh', '-c', 'tail -F /var/log/nginx/access.log'],
          volumeMounts: [
            { name: 'logs', mountPath: '/var/log/nginx' },
            { name: 'key', mountPath: '/key' },
            { name: 'node', mountPath: '/node' },
          ],
        },
      ],
    } as Fields & { containers: Fields[]; initContainers: Fields[]; volumes: Fields[] },
  };
}

type Fields = Record<string, unknown>;

/** What a user sees, without the places, which move. */
function seen(manifest: object): string[] {
  return see(JSON.stringify(manifest, undefined, 1))
    .map(({ rule, severity, container, message }) => `${rule} ${severity} ${container}: ${message}`)
    .sort();
}

function withNulls(fields: Fields, names: string): void {
  Object.assign(fields, { ...nulls(names), ...fields });
}

function nulls(names: string): Fields {
  return Object.fromEntries(names.split(' ').map((name) => [name, null]));
}

const OF_POD =
  'securityContext serviceAccountName serviceAccount hostNetwork hostPID hostUsers shareProcessNamespace automountServiceAccountToken os resources restartPolicy';
const OF_CONTAINER =
  'args env envFrom securityContext resources livenessProbe readinessProbe startupProbe lifecycle imagePullPolicy restartPolicy command ports';
const OF_SECURITY =
  'privileged allowPrivilegeEscalation runAsUser runAsGroup runAsNonRoot capabilities seccompProfile appArmorProfile procMount readOnlyRootFilesystem';

it.each<[string, (manifest: ReturnType<typeof pod>) => void]>([
  ['metadata', ({ metadata }) => withNulls(metadata, 'labels annotations namespace generateName ownerReferences')],
  ['a pod', ({ spec }) => withNulls(spec, OF_POD)],
  ['containers', ({ spec }) => [...spec.containers, ...spec.initContainers].map((one) => withNulls(one, OF_CONTAINER))],
  [
    'security contexts',
    ({ spec }) => {
      for (const one of spec.containers) Object.assign(one, { securityContext: nulls(OF_SECURITY) });
      Object.assign(spec, { securityContext: nulls('runAsUser runAsNonRoot fsGroup seccompProfile') });
    },
  ],
  [
    'lists of capabilities',
    ({ spec }) =>
      spec.containers.map((one) => Object.assign(one, { securityContext: { capabilities: { drop: null } } })),
  ],
  [
    'limits',
    ({ spec }) => spec.containers.map((one) => Object.assign(one, { resources: { limits: { memory: null } } })),
  ],
  ['hooks', ({ spec }) => spec.initContainers.map((one) => Object.assign(one, { lifecycle: { postStart: null } }))],
  [
    'sources of volumes',
    ({ spec }) => spec.volumes.map((one) => withNulls(one, 'emptyDir hostPath secret configMap projected image csi')),
  ],
  ['size limits', ({ spec }) => Object.assign(spec.volumes[0] ?? {}, { emptyDir: { sizeLimit: null } })],
])('null in %s is no value', (_, change) => {
  const [written, plain] = [pod(), pod()];
  change(written);
  expect(seen(plain).length).toBeGreaterThan(5);
  expect(seen(written)).toEqual(seen(plain));
});
