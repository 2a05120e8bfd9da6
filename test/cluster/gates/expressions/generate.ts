import type { Random } from '../../../fuzz/random';
import type { ApiObject } from '../../api/types';
import { GRAMMAR, type TypeName } from './grammar';

const DEEPEST = 4;
const PLACE = /<(\w+)( x)?>/g;

/** An expression of a type. What it reads of a container, it calls `c`. */
export function generateExpression(random: Random, type: TypeName = 'bool'): string {
  return generate(random, type, random.between(1, DEEPEST), false);
}

function generate(random: Random, type: TypeName, depth: number, hasName: boolean): string {
  if (hasName && type === 'text' && random.once(2)) return 'x';
  const { leaves, calls } = GRAMMAR[type];
  if (depth <= 0 || random.once(5)) return random.pick<string>(leaves);
  return random.pick<string>(calls).replace(PLACE, (_, name: TypeName, x?: string) => {
    const made = generate(random, name, depth - 1, hasName || x !== undefined);
    return /^[\w.'[\]()]+$/.test(made) ? made : `(${made})`;
  });
}

/** An expression about each container of a pod. */
export function onEachContainer(random: Random): string {
  const about = generateExpression(random);
  const isAboutImages = about.includes('c.image');
  const one = isAboutImages ? about : `(${about}) || c.image == 'never'`;
  return random.pick([
    `object.spec.containers.all(c, ${one})`,
    `object.spec.containers.exists(c, ${one})`,
    `(object.spec.containers + object.spec.?initContainers.orValue([])).all(c, ${one})`,
    `object.spec.containers.filter(c, ${one}).size() > 0`,
    `object.spec.containers.map(c, ${one}).all(b, b)`,
    `[object.spec.containers[0]].exists_one(c, ${one})`,
  ]);
}

const IMAGES = [
  ...['registry.example.com/shop/web:1.2', 'registry.example.com/tools/log:v1.20.3-rc.1', 'nginx', 'nginx:latest'],
  ...['ghcr.io/Team/app:9223372036854775808', 'localhost:5000/a/b/c:007', 'docker.io/library/nginx:1.27'],
  `registry.example.com/web@sha256:${'9f'.repeat(32)}`,
];
const ANNOTATIONS: Readonly<Record<string, readonly string[]>> = {
  text: ['', 'Some Text', 'ÄÖ ß İ', '😀 a', 'a\nb', '"quoted" \\ %s', 'a/b:c@d'],
  number: ['0', '-7', '42', '9223372036854775807', '9223372036854775808', 'latest', ' 1'],
  float: ['0.5', '-1e300', '1e400', 'NaN', 'Inf', '.5', '1'],
  version: ['1.2.3', 'v1.2.3', '1.2', '1.2.3-alpha.10', '1.2.3-alpha.9+b', '01.2.3', ''],
  quantity: ['1', '1Gi', '1500m', '0.0000000001', '1e3', '1E', '100Pi', '1 Gi', '-5k'],
  ip: ['10.1.2.3', '127.0.0.1', '::ffff:10.0.0.1', 'fe80::1', '10.0.0.01', '1.2.3', 'FE80::1', '169.254.1.1'],
  cidr: ['10.0.0.0/8', '10.1.2.3/16', '::1/128', 'fd00::1/64', '10.0.0.0', '10.0.0.0/08', '0.0.0.0/0'],
  url: [
    'https://a.example.com:8080/p/q?x=1&x=2',
    'http://user@host/%41 b',
    '/only/path',
    'nope',
    'HTTP://A',
    'http://[::1]:8080/',
  ],
  time: [
    '2024-02-29T12:00:00Z',
    '2023-02-29T12:00:00Z',
    '1969-12-31T23:59:59.999999999Z',
    '2024-06-01T00:00:00+05:30',
    'now',
  ],
  duration: ['1h30m', '90s', '-1.5h', '1d', '0', '100ns', ''],
  pattern: ['^[a-z]+$', '(', 'a|b', '(?P<n>a)', '\\d+', '[[:upper:]]'],
  list: ['', 'a', 'b,a,c', 'a,,a', 'Z,z,ä'],
};

/** A pod with data of all kinds that expressions read, right and wrong. */
export function generatePod(random: Random, name: string): ApiObject {
  const container = (index: number): object => ({
    name: `c-${index}`,
    image: random.pick(IMAGES),
    ...(random.once(3) && { workingDir: random.pick(['/', '/srv', '/srv/ä']) }),
    ...(random.once(3) && {
      command: random.pick([
        ['sh', '-c', 'a'],
        ['b', 'a', 'b'],
      ]),
    }),
    ...(random.once(3) && { args: random.pick([['--x=1'], ['z', 'y', 'y']]) }),
    ...(random.once(3) && { ports: [{ containerPort: random.pick([80, 8080, 65535]) }] }),
    ...(random.once(3) && { resources: { requests: { cpu: random.pick(['500m', '2']), memory: '1Gi' } } }),
  });
  const annotations = Object.fromEntries(
    Object.entries(ANNOTATIONS).flatMap(([key, values]) => (random.once(10) ? [] : [[key, random.pick(values)]])),
  );
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, annotations, ...(random.once(2) && { labels: { app: random.pick(['web', 'Log.1']) } }) },
    spec: {
      containers: Array.from({ length: random.between(1, 3) }, (_, index) => container(index)),
      ...(random.once(3) && { initContainers: [container(9)] }),
    },
  };
}
