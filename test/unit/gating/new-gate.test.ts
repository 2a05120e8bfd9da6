import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { isAllowedBy } from '../../../server/src/gating/allowed-registries';
import { NEW_GATE_ENGINES, type NewGateEngine, newGate, newGateFileName } from '../../../server/src/gating/new-gate';
import { usedPlaces } from '../../../server/src/gating/used-places';
import { see } from '../analyse';
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
const PLACES = [
  'docker.io/grafana',
  'docker.io/library',
  'ghcr.io/our-org',
  'registry.example.com',
  'registry.example.com:5000',
];
const FOREIGN = [
  'evil.io/web:1',
  'registry.example.com.evil.io/web:1',
  'ghcr.io/our-org-evil/log:2',
  'ghcr.io/other/log:2',
  'docker.io/other/nginx:1',
  'other/nginx:1',
  'localhost/nginx:1',
];

describe('the places of images', () => {
  it('are registries, or what somebody has of a shared one', () => {
    expect(usedPlaces(USED)).toEqual(PLACES);
    expect(usedPlaces(['', '{{ .Values.image }}', 'Not An Image'])).toEqual([]);
  });
});

const gate = (engine: NewGateEngine, images = USED): string => newGate(engine, images) ?? '';

function workload(kind: string, list: string, image: string): string {
  const other = list === 'containers' ? '' : 'containers: [{ name: app, image: "registry.example.com/app:1" }], ';
  const spec = `{ ${other}${list}: [{ name: subject, image: "${image}" }] }`;
  const whole = {
    Pod: `apiVersion: v1\nkind: Pod\nmetadata: { name: x, namespace: shop }\nspec: ${spec}\n`,
    Deployment: `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: x, namespace: shop }\nspec: { template: { metadata: { labels: { a: b } }, spec: ${spec} } }\n`,
    CronJob: `apiVersion: batch/v1\nkind: CronJob\nmetadata: { name: x, namespace: shop }\nspec: { jobTemplate: { spec: { template: { spec: ${spec} } } } }\n`,
  }[kind];
  return `---\n${whole}`;
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
  });

  it.each([
    ['Pod', 'containers'],
    ['Pod', 'initContainers'],
    ['Pod', 'ephemeralContainers'],
    ['Deployment', 'containers'],
    ['Deployment', 'initContainers'],
    ['CronJob', 'containers'],
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

  it('leaves the cluster’s own pods alone', () => {
    const pod = workload('Pod', 'containers', 'evil.io/x:1').replace('namespace: shop', 'namespace: kube-system');
    expect(verdicts(gate(engine) + pod).every((line) => line.includes(': no'))).toBe(true);
  });

  it('is not written where no image tells a place', () => {
    expect(newGate(engine, ['$IMAGE'])).toBeUndefined();
  });
});

it('the policy of the API server admits just what is at or below its places', () => {
  const part = fc.stringMatching(/^[a-z0-9]{1,4}$/);
  const host = fc.oneof(
    part.map((name) => `${name}.example.com`),
    fc.constantFrom('localhost', 'docker.io', 'ghcr.io', 'registry.example.com:5000'),
  );
  const image = fc
    .tuple(fc.option(host), fc.array(part, { minLength: 1, maxLength: 3 }), fc.constantFrom('', ':1', ':latest'))
    .map(([registry, parts, tag]) => [...(registry === null ? [] : [registry]), ...parts].join('/') + tag);
  fc.assert(
    fc.property(fc.array(image, { minLength: 1, maxLength: 4 }), image, (used, other) => {
      const isAllowed = isAllowedBy(usedPlaces(used), other);
      expect(verdictOn(gate('ValidatingAdmissionPolicy', used), other)).toBe(isAllowed ? 'admits' : 'rejects');
    }),
    { numRuns: 60 },
  );
});

it('a new gate’s file has a name that no file has', () => {
  const taken = new Set<string>();
  const names = [1, 2, 3].map(() => {
    const name = newGateFileName((candidate) => taken.has(candidate));
    taken.add(name);
    return name;
  });
  expect(names).toEqual(['image-gate.yaml', 'image-gate-2.yaml', 'image-gate-3.yaml']);
});
