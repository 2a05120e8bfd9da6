import { expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { newGate } from '../../../server/src/gating/new-gate/new-gate';
import { usedPlaces } from '../../../server/src/image/used-places';
import { Random } from '../../fuzz/random';
import { newestServer } from '../api/server';
import type { ApiObject, ApiServer } from '../api/types';
import { record } from '../record/record';
import { type Images, KINDS, workload } from '../workloads';
import { whileGated } from './in-force';
import { type GateVerdict, ourVerdicts } from './our-verdicts';
import { type PolicySet, policySet } from './policy-set';
import { serverVerdict } from './server-verdict';

const USED = [
  'registry.example.com/team/web:1',
  'registry.example.com:5000/api',
  'ghcr.io/org/log:2',
  'nginx',
  'org/app:1',
];
const IMAGES = [
  ...[...USED, 'docker.io/nginx:1.27', 'index.docker.io/library/nginx', 'docker.io/org/app', 'org/other'],
  ...[
    'registry.example.com/other:1',
    'registry.example.com.evil.io/team/web:1',
    'registry.example.com/team-evil/web:1',
  ],
  ...[
    'registry.example.com:5001/api',
    'ghcr.io/org/tools/log',
    'ghcr.io/org-evil/log:2',
    'localhost/nginx',
    'nginx:5000/a',
  ],
  ...[`nginx@sha256:${'9f'.repeat(32)}`, `ghcr.io/org/log:2@sha256:${'9f'.repeat(32)}`, 'other/nginx', 'quay.io/a/b'],
];
/** The kinds that sets of policies have. */
const ASKED = KINDS.filter((kind) => kind !== 'ReplicationController');
const OF_EACH_KIND = 15;

const repositories = Array.from({ length: 200 }, (_, index) => `many.example.com/team/application-${index}`);

it('a new gate is accepted without a warning about types, and decides as we say', async () => {
  const server = await newestServer();
  const random = new Random('written');
  const mixed = ASKED.flatMap((kind) =>
    Array.from({ length: OF_EACH_KIND }, (_, index) =>
      workload(kind, `${kind.toLowerCase()}-${index}`, someImages(random)),
    ),
  );
  const sets = [
    setOf('places', usedPlaces(USED), mixed),
    setOf('repositories', usedPlaces(USED, USED.map(withoutTag)), mixed),
    setOf('200 repositories', usedPlaces(repositories, repositories), [
      workload('Pod', 'allowed', { containers: Array(60).fill(`${repositories[199]}:1`) }),
      workload('Pod', 'other', { containers: [...Array(59).fill(repositories[199]), `${repositories[199]}0`] }),
      workload('Pod', 'foreign', { containers: Array(60).fill('many.example.com/team/else') }),
    ]),
  ];
  const compared = await whileGated(server, sets, async () => {
    for (const set of sets) expect(await typeWarnings(server, set)).toBeUndefined();
    return Promise.all(sets.map((set) => compare(server, set)));
  });
  const all = compared.flat();
  expect(all.filter(({ ours, theirs }) => ours !== theirs)).toEqual([]);
  expect(new Set(all.map(({ ours }) => ours))).toEqual(new Set(['admitted', 'denied']));
  record('What new gates decide about workloads', { version: server.version, cases: all.length, agreed: all.length });
});

function someImages(random: Random): Images {
  // Most pods have allowed images only, but for one.
  const images = (least: number, most: number): string[] =>
    random.several(random.between(least, most), () => random.pick(random.once(4) ? IMAGES : USED));
  return { containers: images(1, 3), initContainers: images(0, 1), volumes: images(0, 1) };
}

function withoutTag(image: string): string {
  return image.replace(/:\d$/, '');
}

function setOf(name: string, places: ReturnType<typeof usedPlaces>, workloads: readonly object[]): PolicySet {
  const written = newGate('ValidatingAdmissionPolicy', places) ?? '';
  const policies = parseAllDocuments(written).map((document): ApiObject => document.toJS());
  return policySet(name, [...policies, ...(workloads as readonly ApiObject[])]);
}

interface Status {
  readonly observedGeneration?: number;
  readonly typeChecking?: { readonly expressionWarnings?: readonly object[] };
}

/** What the server says of the types in a policy's expressions, once it has checked them. */
async function typeWarnings(server: ApiServer, { policies }: PolicySet): Promise<readonly object[] | undefined> {
  const name = policies.find(({ kind }) => kind === 'ValidatingAdmissionPolicy')?.metadata.name;
  const path = `/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/${name}`;
  const status = async (): Promise<Status | undefined> =>
    ((await server.send({ method: 'GET', path })).body as { readonly status?: Status }).status;
  await expect.poll(async () => (await status())?.observedGeneration).toBe(1);
  return (await status())?.typeChecking?.expressionWarnings;
}

interface Compared {
  readonly ours: GateVerdict | undefined;
  readonly theirs: GateVerdict;
  readonly object: ApiObject;
}

async function compare(server: ApiServer, set: PolicySet): Promise<Compared[]> {
  const ours = ourVerdicts(set);
  return Promise.all(
    set.workloads.map(async (object, index) => {
      const theirs = await serverVerdict(server, object, set.namespace.metadata.name ?? '');
      return { ours: ours[index], theirs, object };
    }),
  );
}
