import type { Random } from '../../fuzz/random';
import type { ApiObject } from '../api/types';
import { KINDS, workload } from '../workloads';

const GROUP = 'admissionregistration.k8s.io/v1';
const IMAGES = [
  'registry.example.com/shop/web:1.2',
  'registry.example.com/tools/log@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  'docker.io/library/nginx:latest',
  'nginx',
  'ghcr.io/team/app:v1',
  'registry.example.com.evil.io/web:1',
];
const LISTS = {
  containers: 'object.spec.containers',
  withInit: '(object.spec.containers + object.spec.?initContainers.orValue([]))',
  all: '(object.spec.containers + object.spec.?initContainers.orValue([]) + object.spec.?ephemeralContainers.orValue([]))',
};
/** As it is written in expressions, where it can be a parameter. */
const PREFIX = "'registry.example.com/'";
const WORDS = ['registry.example.com/', 'docker.io', ':latest', '@sha256:', 'nginx', 'v1', '/'];

/** A policy on images with its binding, its parameters, and workloads with images of all kinds. */
export function generatePolicy(random: Random): ApiObject[] {
  const isOnDeployments = random.once(6);
  const written = generateExpression(random);
  const expression = isOnDeployments ? written.replaceAll('object.spec.', 'object.spec.template.spec.') : written;
  const isByParameter = expression.includes(PREFIX) && random.once(2);
  const asked = isByParameter ? expression.replaceAll(PREFIX, 'params.data.prefix') : expression;
  const isByVariable = random.once(5);
  const resources = isOnDeployments ? ['deployments'] : [random.once(10) ? 'pods/*' : 'pods'];
  const rule = {
    apiGroups: [isOnDeployments ? 'apps' : random.pick(['', '*'])],
    apiVersions: [random.pick(['v1', '*'])],
    operations: random.pick([['CREATE'], ['CREATE', 'UPDATE'], ['*']]),
    resources,
  };
  const policy = {
    apiVersion: GROUP,
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: 'images' },
    spec: {
      failurePolicy: random.pick(['Fail', 'Fail', 'Ignore']),
      matchConstraints: { resourceRules: [rule] },
      ...(isByParameter && { paramKind: { apiVersion: 'v1', kind: 'ConfigMap' } }),
      ...(random.once(5) && { matchConditions: [{ name: 'some', expression: condition(random) }] }),
      ...(isByVariable && { variables: [{ name: 'passes', expression: asked }] }),
      validations: [{ expression: isByVariable ? 'variables.passes' : asked, message: 'no' }],
    },
  };
  const binding = {
    apiVersion: GROUP,
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: 'images' },
    spec: {
      policyName: 'images',
      validationActions: random.pick([['Deny'], ['Deny', 'Audit'], ['Audit'], ['Warn']]),
      ...(isByParameter && { paramRef: { name: 'places', parameterNotFoundAction: 'Deny' } }),
    },
  };
  const places = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'places' },
    data: { prefix: PREFIX.replaceAll("'", '') },
  };
  return [policy, binding, ...(isByParameter ? [places] : []), ...generateWorkloads(random)];
}

/** Workloads with images of all kinds. */
export function generateWorkloads(random: Random): ApiObject[] {
  return Array.from({ length: 6 }, (_, index) => generateWorkload(random, `w-${index}`));
}

function generateWorkload(random: Random, name: string): ApiObject {
  const images = (most: number): string[] =>
    random.several(random.between(most === 2 ? 1 : 0, most), () => random.pick(IMAGES));
  const kind = random.once(2) ? 'Pod' : random.pick(KINDS.filter((one) => one !== 'ReplicationController'));
  return workload(kind, name, { containers: images(2), initContainers: images(1) }) as ApiObject;
}

function condition(random: Random): string {
  return random.pick([
    "object.kind == 'Pod' || object.kind == 'Deployment'",
    "request.operation == 'CREATE'",
    'has(object.spec)',
    "request.subResource == ''",
    'has(request.requestSubResource)',
    "object.status.phase == 'Pending'",
    'has(object.status)',
  ]);
}

function generateExpression(random: Random): string {
  const one = onContainers(random);
  if (!random.once(3)) return one;
  const other = onContainers(random);
  return random.pick([`${one} && ${other}`, `(${one}) || (${other})`, `${one} ? true : ${other}`]);
}

function onContainers(random: Random): string {
  const list = random.pick(Object.values(LISTS));
  const check = onImage(random, 'c.image');
  return random.pick([
    `${list}.all(c, ${check})`,
    `${list}.exists(c, ${check})`,
    `${list}.exists_one(c, ${check})`,
    `!${list}.exists(c, ${check})`,
    `size(${list}.filter(c, ${check})) <= 1`,
    `${list}.map(c, c.image).all(i, ${onImage(random, 'i')})`,
    `${list}.all(c, has(c.image) && (${check}))`,
  ]);
}

function onImage(random: Random, image: string): string {
  const word = random.pick(WORDS);
  const text = `'${word}'`;
  return random.pick([
    `${image}.startsWith(${text})`,
    `${image}.contains(${text})`,
    `${image}.endsWith(${text})`,
    `!${image}.contains(${text})`,
    `${image}.split('/')[0] in ['registry.example.com', 'ghcr.io']`,
    `${image}.matches('^[a-z.]+/[a-z]+')`,
    `${image}.lastIndexOf(':') > ${image}.lastIndexOf('/')`,
    `${image}.replace('registry.example.com/', '') != ${image}`,
    `size(${image}) > ${random.between(5, 40)}`,
    `${image}.substring(0, 5) == 'regis'`,
    `${image}.lowerAscii().contains(${text})`,
    `${image}.split(':').size() == 2`,
    // An index that some images don't have.
    `${image}.split('/')[${random.between(1, 2)}].startsWith('w')`,
    `${image}.charAt(20) == 'a'`,
    `${image}.indexOf(${text}, 30) > 0`,
    `int(${image}.split(':')[1]) > 0`,
    `double(${image}) > 1.0`,
  ]);
}
