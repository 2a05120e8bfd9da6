import type { Random } from '../../fuzz/random';
import type { ApiObject } from '../api/types';
import { KINDS, workload } from '../workloads';

const GROUP = 'admissionregistration.k8s.io/v1';
const [ALLOWED, DENIED] = ['registry.example.com/app:1', 'elsewhere.example.com/app:1'];
/** The images of any of the kinds. */
const IMAGES = `(object.kind == 'Pod' ? object.spec : object.kind == 'CronJob' ? object.spec.jobTemplate.spec.template.spec
  : object.spec.template.spec).containers.map(c, c.image)`;

/** A policy that denies an image, with a binding, each asked about what is chosen by chance, and workloads. */
export function generateMatching(random: Random): ApiObject[] {
  const policy = {
    apiVersion: GROUP,
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: 'images' },
    spec: {
      matchConstraints: { resourceRules: rules(random, 1), ...matches(random) },
      validations: [{ expression: `${IMAGES}.all(i, i == '${ALLOWED}')`, message: 'no' }],
    },
  };
  const binding = {
    apiVersion: GROUP,
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: 'images' },
    spec: {
      policyName: 'images',
      validationActions: ['Deny'],
      ...(random.once(3) && {
        matchResources: { ...(random.once(2) && { resourceRules: rules(random, 1) }), ...matches(random) },
      }),
    },
  };
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { tier: 'gold' } } };
  return [
    namespace,
    policy,
    binding,
    ...KINDS.filter((kind) => kind !== 'ReplicationController').map((kind, index) => labelled(random, kind, index)),
  ];
}

function labelled(random: Random, kind: string, index: number): ApiObject {
  const image = random.once(5) ? ALLOWED : DENIED;
  const object = workload(kind, `w-${index}`, { containers: [image] }) as ApiObject;
  return { ...object, metadata: { ...object.metadata, labels: { app: random.pick(['web', `w-${index}`]) } } };
}

function matches(random: Random): object {
  return {
    ...(random.once(3) && { matchPolicy: random.pick(['Exact', 'Equivalent']) }),
    ...(random.once(4) && { excludeResourceRules: rules(random, 0) }),
    ...(random.once(4) && { objectSelector: selector(random, 'app', ['web', 'w-0', 'w-1']) }),
    ...(random.once(4) && { namespaceSelector: selector(random, 'tier', ['gold', 'silver']) }),
  };
}

function rules(random: Random, least: number): object[] {
  return random.several(random.between(Math.max(least, 1), 2), () => rule(random));
}

const RESOURCES: Readonly<Record<string, readonly string[]>> = {
  '': [
    'pods',
    'pods',
    'pods/*',
    '*',
    '*/*',
    'pods/status',
    'pods/ephemeralcontainers',
    '*/status',
    'configmaps',
    'replicationcontrollers',
  ],
  apps: [
    'deployments',
    'replicasets',
    'statefulsets',
    'daemonsets',
    'deployments/*',
    '*',
    '*/*',
    'deployments/scale',
    'pods',
  ],
  batch: ['jobs', 'cronjobs', 'jobs/*', '*', 'jobs/status'],
  '*': ['pods', '*', '*/*', 'deployments', 'jobs', 'pods/*', '*/scale'],
  extensions: ['deployments', 'daemonsets', '*'],
};

function rule(random: Random): object {
  const group = random.pick(['', '', 'apps', 'batch', '*', 'extensions']);
  const resources = RESOURCES[group] ?? [];
  // The server takes no resource beside a wildcard that has it.
  const chosen = random.once(3)
    ? random.several(2, () => random.pick(resources.filter((one) => !one.includes('*'))))
    : [random.pick(resources)];
  return {
    apiGroups: random.once(6) && group !== '*' ? [group, 'example.com'] : [group],
    apiVersions: random.pick([['v1'], ['v1'], ['*'], ['v1beta1'], ['v2'], ['v1', 'v1beta1']]),
    operations: random.pick([['CREATE'], ['CREATE', 'UPDATE'], ['*'], ['UPDATE'], ['DELETE', 'CONNECT']]),
    resources: [...new Set(chosen)],
    ...(random.once(4) && { scope: random.pick(['Namespaced', '*', 'Cluster']) }),
    ...(random.once(8) && { resourceNames: random.pick([['w-0'], ['w-1', 'w-2'], ['other']]) }),
  };
}

function selector(random: Random, key: string, values: readonly string[]): object {
  const value = random.pick(values);
  return random.pick([
    { matchLabels: { [key]: value } },
    { matchExpressions: [{ key, operator: random.pick(['In', 'NotIn']), values: [value, 'other'] }] },
    { matchExpressions: [{ key: random.pick([key, 'missing']), operator: random.pick(['Exists', 'DoesNotExist']) }] },
    {},
  ]);
}
