import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { whyNoPlace } from '../../../server/src/gating/new-gate/left-out';
import { NEW_GATE_ENGINES, newGate, newGateName } from '../../../server/src/gating/new-gate/new-gate';
import { isAllowedBy } from '../../../server/src/image/allowed-registries';
import { usedPlaces } from '../../../server/src/image/used-places';
import { see } from '../analyse';
import { decide } from './deciding';
import { verdicts } from './verdicts';

const USED = [
  'registry.example.com/team/web:1',
  'registry.example.com:5000/api',
  'ghcr.io/our-org/tools/log:2',
  'nginx:1.27',
  'busybox',
  'grafana/agent@sha256:'.concat('a'.repeat(64)),
  '$IMAGE',
];
const FOREIGN = [
  'evil.io/web:1',
  'registry.example.com.evil.io/web:1',
  'registry.example.com:5001/web:1',
  'nginx:5000/web:1',
  'ghcr.io/our-org-evil/log:2',
  'ghcr.io/other/log:2',
  'docker.io/other/nginx:1',
  'other/nginx:1',
  'localhost/nginx:1',
];

const gate = (engine: string, images: readonly string[] = USED, allowed: readonly string[] = []): string =>
  newGate(engine, usedPlaces(images, allowed)) ?? '';

const API_VERSIONS: Readonly<Record<string, string>> = { Pod: 'v1', ReplicationController: 'v1', Job: 'batch/v1' };

function workload(kind: string, list: string, image: string, namespace = 'shop'): string {
  const other = list === 'containers' ? '' : 'containers: [{ name: app, image: "registry.example.com/app:1" }], ';
  const own = list === 'volumes' ? `{ reference: "${image}" }` : `"${image}"`;
  const before = list === 'volumes' ? '{ name: cache, emptyDir: {} }, ' : '';
  const spec = `{ ${other}${list}: [${before}{ name: subject, image: ${own} }] }`;
  const template = `{ template: { metadata: { labels: { a: b } }, spec: ${spec} } }`;
  const whole = kind === 'Pod' ? spec : kind === 'CronJob' ? `{ jobTemplate: { spec: ${template} } }` : template;
  const apiVersion = kind === 'CronJob' ? 'batch/v1' : (API_VERSIONS[kind] ?? 'apps/v1');
  return `---\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: x, namespace: ${namespace} }\nspec: ${whole}\n`;
}

/** What a gate says of one image, in a list of a workload. */
function verdictOn(text: string, image: string, kind = 'Pod', list = 'containers'): string {
  const found = verdicts(text + workload(kind, list, image)).filter((line) => line.includes(': subject '));
  return found.map((line) => line.replace(/^.*?: subject (\w+).*/, '$1')).join();
}

describe.each(NEW_GATE_ENGINES)('a new gate of %s', (engine) => {
  it('is YAML of which our own checks find nothing to say', () => {
    expect(parseAllDocuments(gate(engine)).flatMap(({ errors }) => errors)).toEqual([]);
    expect(see(gate(engine))).toEqual([]);
    const gated = workload('Deployment', 'initContainers', 'nginx:1.27');
    expect(see(gate(engine) + gated).filter(({ rule }) => /gate|registry/.test(rule))).toEqual([]);
  });

  it.each([
    ['Pod', 'containers'],
    ['Pod', 'initContainers'],
    ['Pod', 'ephemeralContainers'],
    ['Deployment', 'containers'],
    ['Deployment', 'initContainers'],
    ['CronJob', 'containers'],
    ['Pod', 'volumes'],
    ['Deployment', 'volumes'],
  ])('admits what is used and refuses what is not: %s, %s', (kind, list) => {
    const text = gate(engine);
    const literal = USED.filter((image) => !image.startsWith('$'));
    expect(literal.map((image) => `${image} ${verdictOn(text, image, kind, list)}`)).toEqual(
      literal.map((image) => `${image} admits`),
    );
    expect(FOREIGN.map((image) => `${image} ${verdictOn(text, image, kind, list)}`)).toEqual(
      FOREIGN.map((image) => `${image} rejects`),
    );
  });

  it.each(['ReplicationController', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job'])('is asked about a %s', (kind) => {
    expect(verdictOn(gate(engine), 'nginx:1.27', kind)).toBe('admits');
    expect(verdictOn(gate(engine), 'evil.io/web:1', kind)).toBe('rejects');
  });

  it('refuses what it rejects, and as much of it as its engine lets a policy say while it can not be asked', () => {
    const [line = ''] = decide(gate(engine), workload('Pod', 'containers', 'evil.io/web:1'));
    expect(line).toContain(engine === 'Gatekeeper' ? 'image-gate denies, fails open' : 'image-gate denies:');
  });

  it("leaves the cluster's own pods alone, and no others", () => {
    const verdictIn = (namespace: string): string[] =>
      verdicts(gate(engine) + workload('Pod', 'containers', 'evil.io/x:1', namespace));
    expect(verdictIn('kube-system').every((line) => line.includes(': no'))).toBe(true);
    expect(verdictIn('kube-system-2').join()).toContain('subject rejects');
    // Kyverno itself leaves this out.
    if (!engine.startsWith('Kyverno')) expect(verdictIn('kube-public').join()).toContain('subject rejects');
  });

  it('is not written where no image tells a place', () => {
    expect(newGate(engine, usedPlaces(['$IMAGE']))).toBeUndefined();
  });
});

/** What a gate says of the images of one pod. */
function verdictsOn(text: string, images: readonly string[]): string[] {
  const containers = images.map((image, index) => `{ name: c${index}, image: "${image}" }`);
  const pod = `---\napiVersion: v1\nkind: Pod\nmetadata: { name: x, namespace: shop }\nspec: { containers: [${containers.join(', ')}] }\n`;
  return verdicts(text + pod).map((line) => line.replace(/^.*?: \w+ (\w+).*/, '$1'));
}

/** Whether a gate made from some images is to admit one: Docker Hub's old name is only looked for where it is in use. */
function isMeant(image: string, used: readonly string[], engine: string): boolean {
  const isOld = (one: string): boolean => one.startsWith('index.docker.io/');
  if (!['ValidatingAdmissionPolicy', 'Kyverno'].includes(engine) && isOld(image) && !used.some(isOld)) return false;
  return isAllowedBy(
    usedPlaces(used).places.map(({ path }) => path),
    image,
  );
}

describe('whatever is in use, just what is below its places is admitted', () => {
  const part = fc.constantFrom('library', 'nginx', 'our', 'our-evil', 'x.io', 'localhost', 'docker.io', 'a_b');
  const host = fc.constantFrom(
    ...['x.io', 'x.io:5000', 'localhost', 'nginx:5000', 'our', 'Nginx', 'docker.io', 'index.docker.io', 'ghcr.io'],
  );
  const tag = fc.constantFrom('', ':1', ':5000', ':latest', `@sha256:${'a'.repeat(64)}`, `:1@sha256:${'b'.repeat(64)}`);
  const image = fc
    .tuple(fc.option(host), fc.array(part, { minLength: 1, maxLength: 3 }), tag)
    .map(([registry, parts, end]) => [...(registry === null ? [] : [registry]), ...parts].join('/') + end)
    // There, no image is without an owner.
    .filter((text) => !/^ghcr\.io\/[^/]+$/.test(text));
  const workspaces = fc.tuple(
    fc.array(image, { minLength: 1, maxLength: 4 }),
    fc.array(image, { minLength: 4, maxLength: 8 }),
  );

  it.each(['ValidatingAdmissionPolicy', 'Kyverno', 'Kyverno before 1.17'] as const)('by %s', (engine) => {
    fc.assert(
      fc.property(workspaces, ([used, others]) => {
        const allowed = [...used, ...others].map((one) => isMeant(one, used, engine));
        expect(allowed.slice(0, used.length)).not.toContain(false);
        const expected = allowed.map((isAllowed) => (isAllowed ? 'admits' : 'rejects'));
        expect(verdictsOn(gate(engine, used), [...used, ...others])).toEqual(expected);
      }),
    );
  });

  it('by Gatekeeper, which knows images without an owner only one by one', () => {
    const hasOwner = (one: string): boolean => one.replace(/^(?:index\.)?docker\.io\//, '').includes('/');
    fc.assert(
      fc.property(workspaces, ([used, others]) => {
        const expected = [...used, ...others].map((one) => {
          const isAllowed = isMeant(one, used, 'Gatekeeper') && (hasOwner(one) || used.includes(one));
          return isAllowed ? 'admits' : 'rejects';
        });
        expect(verdictsOn(gate('Gatekeeper', used), [...used, ...others])).toEqual(expected);
      }),
    );
  });
});

describe('whatever the user allows, a gate admits what is in use of it, and nothing else', () => {
  const part = fc.constantFrom('prod', 'dev', 'nginx', 'library', 'our', '5000');
  const host = fc.constantFrom('x.io', 'x.io:5000', 'nginx:5000', 'docker.io', 'index.docker.io', 'ghcr.io', 'ttl.sh');
  const path = (least: number) =>
    fc
      .tuple(fc.option(host), fc.array(part, { minLength: least, maxLength: 3 }))
      .map(([registry, parts]) => [...(registry === null ? [] : [registry]), ...parts].join('/'));
  const tag = fc.constantFrom('', ':1', ':5000', `@sha256:${'a'.repeat(64)}`, `:1@sha256:${'b'.repeat(64)}`);
  const image = fc.tuple(path(1), tag).map((pieces) => pieces.join(''));
  const place = fc
    .tuple(host, fc.array(fc.oneof(part, fc.constant('*')), { maxLength: 3 }))
    .map(([registry, parts]) => [registry, ...parts].join('/'));
  const workspaces = fc.record({
    used: fc.array(image, { minLength: 1, maxLength: 4 }),
    others: fc.array(image, { minLength: 4, maxLength: 8 }),
    allowed: fc.array(place, { minLength: 1, maxLength: 3 }),
  });

  it.each(NEW_GATE_ENGINES)('by %s', (engine) => {
    fc.assert(
      fc.property(workspaces, ({ used, others, allowed }) => {
        const text = gate(engine, used, allowed);
        fc.pre(text !== '');
        const made = verdictsOn(text, [...used, ...others]);
        const admitted = [...used, ...others].filter((_, index) => made[index] === 'admits');
        expect(admitted.filter((one) => !isAllowedBy(allowed, one))).toEqual([]);
        expect(used.filter((one) => isAllowedBy(allowed, one) && !admitted.includes(one))).toEqual([]);
      }),
    );
  });
});

it.each(NEW_GATE_ENGINES)(
  'a gate of %s admits an image that the user allows alone, and not what begins like it',
  (engine) => {
    const used = ['docker.io/library/nginx:1', 'nginx', 'registry.example.com/web@sha256:'.concat('a'.repeat(64))];
    const text = gate(engine, used, ['docker.io/library/nginx', 'registry.example.com/web']);
    const foreign = [
      'nginx:5000/evil:1',
      'nginx-evil:1',
      'redis',
      'registry.example.com/website:1',
      'registry.example.com/api',
    ];
    expect(verdictsOn(text, [...used, ...foreign])).toEqual([
      ...used.map(() => 'admits'),
      ...foreign.map(() => 'rejects'),
    ]);
  },
);

it.each(NEW_GATE_ENGINES)('a gate of %s says which images in use it refuses', (engine) => {
  const text = gate(engine, ['ttl.sh/x:1', 'a.io/x', '$IMAGE']);
  expect(text).toMatch(
    /^# This policy denies these images of the workspace, because every user of their registries can push(?:.*\n)*?# {3}ttl\.sh\/x:1\n# /,
  );
  expect(text).not.toContain('$IMAGE');
  expect(see(text)).toEqual([]);
  const allowed = gate(engine, ['evil.io/x', 'a.io/x'], ['a.io']);
  expect(allowed).toMatch(
    /^# This policy denies these images of the workspace, because allowedRegistries does not include(?:.*\n)*?# {3}evil\.io\/x\n# /,
  );
  const many = Array.from({ length: 25 }, (_, index) => `ttl.sh/x${index}:1`);
  expect(gate(engine, [...many, 'a.io/x'])).toContain('#   and 5 more\n');
  expect(gate(engine)).not.toContain('denies these images');
});

it('where no gate can be made, the user is told why', () => {
  expect(whyNoPlace(usedPlaces([]))).toContain('no image of this workspace has a known registry');
  expect(whyNoPlace(usedPlaces(['ttl.sh/x:1', 'ttl.sh/y:1']))).toBe(
    'There is nothing to admit. Every user can push images to the registry of ttl.sh/x:1 (and of 1 more): to trust it, add it to `allowedRegistries`.',
  );
  expect(whyNoPlace(usedPlaces(['a.io/x'], ['b.io']))).toBe(
    'There is nothing to admit. `allowedRegistries` does not include the registry of a.io/x.',
  );
});

it('the API server asks about what makes pods before it does about the pods, and about changes', () => {
  const [policy] = parseAllDocuments(gate('ValidatingAdmissionPolicy')).map((document) => document.toJS());
  const rules: { resources: string[]; operations: string[] }[] = policy.spec.matchConstraints.resourceRules;
  expect(rules.flatMap(({ resources }) => resources).sort()).toEqual(
    [
      ...['pods', 'pods/ephemeralcontainers', 'replicationcontrollers'],
      ...['deployments', 'replicasets', 'statefulsets', 'daemonsets', 'jobs', 'cronjobs'],
    ].sort(),
  );
  expect(rules.map(({ operations }) => operations)).toEqual(Array(3).fill(['CREATE', 'UPDATE']));
});

it('a constraint is only understood while its template is the one that was written with it', () => {
  const text = gate('Gatekeeper');
  expect(verdictOn(text.replace(/^ +# Of containers.*\n/m, ''), 'evil.io/web:1')).toBe('rejects');
  expect(verdictOn(text.replace(/^(?:.*\n)*?---\n/, ''), 'evil.io/web:1')).toBe('rejects');
  expect(verdictOn(text.replace('not had(image)', 'not had(image); false'), 'evil.io/web:1')).toBe('unknown');
});

it('Gatekeeper is told of no image that still has to be filled in', () => {
  expect(gate('Gatekeeper', ['auto', 'replace-me', 'nginx:1'])).toContain(
    '      - "docker.io/library/*"\n      - "library/*"\n      - "nginx:1"\n',
  );
  expect(gate('Gatekeeper', ['auto', 'nginx:1'])).not.toContain('"auto"');
});

it('two gates are two policies', () => {
  const text = newGate('ValidatingAdmissionPolicy', usedPlaces(USED), 'image-gate-2') ?? '';
  expect(text.match(/(?<=\b(?:name|policyName): )image-gate\S*/g)).toEqual(Array(3).fill('image-gate-2'));
});

it('a long list of places is a line for each', () => {
  const images = Array.from({ length: 30 }, (_, index) => `ghcr.io/org-${index}/app:1`);
  for (const engine of NEW_GATE_ENGINES) {
    const text = gate(engine, images);
    expect(text.match(/^ +["']?ghcr\.io\/org-7\/.*$|^ +- "ghcr\.io\/org-7\/.*$/gm)).toHaveLength(1);
    expect(verdictsOn(text, [images[7] ?? '', 'ghcr.io/org-30/app:1'])).toEqual(['admits', 'rejects']);
  }
});

it('a gate with 200 repositories is understood on a pod with 60 containers', () => {
  const repositories = Array.from(
    { length: 200 },
    (_, index) => `registry.example.com/some-team/some-application-${index}`,
  );
  const images = repositories.slice(0, 60).map((repository) => `${repository}@sha256:${'a'.repeat(64)}`);
  const text = gate('ValidatingAdmissionPolicy', repositories, repositories);
  expect(verdictsOn(text, images)).toEqual(images.map(() => 'admits'));
});

it('new gates are numbered', () => {
  expect([1, 2, 3].map(newGateName)).toEqual(['image-gate', 'image-gate-2', 'image-gate-3']);
});
