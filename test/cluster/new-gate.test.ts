import { beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { newGate } from '../../server/src/gating/new-gate/new-gate';
import { type UsedPlaces, usedPlaces } from '../../server/src/image/used-places';
import { newNamespace } from './api/namespaces';
import { newestServer } from './api/server';
import type { ApiObject } from './api/types';
import { restrictedTo } from './gates/policy-set';
import { kubectl, tryKubectl } from './kubectl';
import { type Images, KINDS, workload } from './workloads';

const ALLOWED = 'registry.example.com/app:1';
const [OLD, REFUSED] = ['elsewhere.example.com/old:1', 'elsewhere.example.com/new:1'];
const DRY_RUN = ['create', '--dry-run=server', '-f', '-'];
const TIMEOUT = '--timeout=60s';
const ALL_WELL = { code: 0, stderr: '' };
const DENIED = { code: 1, stderr: expect.stringContaining('ValidatingAdmissionPolicy') };

/** Waits until a policy denies a pod: the API server learns of policies a moment after they are there. */
async function untilDenied(namespace: string, image: string): Promise<void> {
  const pod = workload('Pod', 'probe', { containers: [image] });
  while ((await tryKubectl(['-n', namespace, ...DRY_RUN], pod)).code === 0);
}

/** Puts a new gate into force, in some namespaces only: other tests go on in others. */
async function putInForce(places: UsedPlaces, ...namespaces: string[]): Promise<void> {
  const written = newGate('ValidatingAdmissionPolicy', places, `gate-${namespaces[0]}`) ?? '';
  const objects = parseAllDocuments(written).map((document): ApiObject => document.toJS());
  const items = objects.map((object) => restrictedTo(namespaces, object));
  await kubectl(['create', '-f', '-'], { apiVersion: 'v1', kind: 'List', items });
}

async function namespaceWith(...objects: object[]): Promise<string> {
  const namespace = await newNamespace(await newestServer());
  await kubectl(['-n', namespace, 'create', '-f', '-'], { apiVersion: 'v1', kind: 'List', items: objects });
  return namespace;
}

/** Its pod waits for a node with this label. */
const waitingFor = (slot: string): object => ({ nodeSelector: { slot } });

describe('with a new gate in force, what had a refused image before', () => {
  const old: Images = { containers: [OLD] };
  let [shop, leaving] = ['', ''];
  let inShop: string[] = [];

  beforeAll(async () => {
    shop = await namespaceWith(
      workload('Job', 'report', old, waitingFor('ready')),
      workload('Deployment', 'web', old),
      workload('Deployment', 'retired', old),
      workload('Pod', 'single', { ...old, volumes: [OLD] }),
    );
    leaving = await namespaceWith(
      workload('Job', 'report', old, waitingFor('never')),
      workload('Deployment', 'web', old),
    );
    inShop = ['-n', shop];
    for (const namespace of [shop, leaving]) {
      await kubectl(['-n', namespace, 'wait', '--for=condition=Available', 'deployment', '--all', TIMEOUT]);
      await kubectl(['-n', namespace, 'wait', '--for=jsonpath={.status.active}=1', 'job/report', TIMEOUT]);
    }
    await putInForce(usedPlaces([ALLOWED]), shop, leaving);
    await untilDenied(shop, REFUSED);
  });

  it('completes: a Job', async () => {
    await kubectl(['label', 'node', 'node-1', 'slot=ready', '--overwrite']);
    await kubectl([...inShop, 'wait', '--for=condition=Complete', 'job/report', TIMEOUT]);
  });

  it('is scaled: a Deployment, of which new pods are refused and old ones can go', async () => {
    await kubectl([...inShop, 'scale', 'deployment/web', '--replicas=2']);
    await kubectl([...inShop, 'wait', '--for=jsonpath={.spec.replicas}=2', 'rs', '-l', 'app=web', TIMEOUT]);
    const failure = '--for=jsonpath={.status.conditions[?(@.type=="ReplicaFailure")].status}=True';
    await kubectl([...inShop, 'wait', failure, 'rs', '-l', 'app=web', TIMEOUT]);
    await kubectl([...inShop, 'scale', 'deployment/web', '--replicas=0']);
    await kubectl([...inShop, 'wait', '--for=delete', 'pod', '-l', 'app=web', TIMEOUT]);
  });

  it('is deleted with all that belongs to it, in the foreground', async () => {
    await kubectl([...inShop, 'delete', 'deployment/retired', '--cascade=foreground', TIMEOUT]);
    expect(await kubectl([...inShop, 'get', 'rs,pods', '-l', 'app=retired', '-o', 'name'])).toBe('');
  });

  it('goes with its namespace', async () => {
    await kubectl(['delete', 'namespace', leaving, TIMEOUT]);
  });

  it('is labelled, and gets containers with allowed images', async () => {
    expect(await tryKubectl([...inShop, 'label', 'pod/single', 'looked=at'])).toMatchObject(ALL_WELL);
    const debug = ['debug', 'pod/single', '--attach=false', '--profile=general'];
    expect((await tryKubectl([...inShop, ...debug, `--image=${ALLOWED}`])).code).toBe(0);
  });

  it('gets no other refused image: in a container, in one for debugging, in a template', async () => {
    const debug = ['debug', 'pod/single', '--attach=false', '--profile=general'];
    for (const words of [
      ['set', 'image', 'pod/single', `c-0=${REFUSED}`],
      [...debug, `--image=${REFUSED}`],
      ['set', 'image', 'deployment/web', `c-0=${REFUSED}`],
      ['set', 'image', 'deployment/web', `c-0=${OLD}-evil`],
    ]) {
      expect(await tryKubectl([...inShop, ...words])).toMatchObject(DENIED);
    }
  });

  it('can not be made anew', async () => {
    expect(await tryKubectl([...inShop, ...DRY_RUN], workload('Pod', 'again', old))).toMatchObject(DENIED);
  });
});

describe('a new gate', () => {
  let strict = '';

  beforeAll(async () => {
    strict = await namespaceWith(workload('Deployment', 'web', { containers: [ALLOWED] }));
    await putInForce(usedPlaces([ALLOWED]), strict);
    await untilDenied(strict, REFUSED);
  });

  const PLACES: [place: string, images: (image: string) => Images][] = [
    ['a container', (image) => ({ containers: [image] })],
    ['the second container', (image) => ({ containers: [ALLOWED, image] })],
    ['an init container', (image) => ({ containers: [ALLOWED], initContainers: [image] })],
    ['a volume', (image) => ({ containers: [ALLOWED], volumes: [image] })],
  ];

  it.each(KINDS.flatMap((kind) => PLACES.map(([place, images]) => [kind, place, images] as const)))(
    'refuses a %s with an image from elsewhere in %s, and admits it with an allowed one',
    async (kind, _, images) => {
      const dryRun = (image: string) =>
        tryKubectl(['-n', strict, ...DRY_RUN], workload(kind, 'subject', images(image)));
      expect(await dryRun(REFUSED)).toMatchObject(DENIED);
      expect(await dryRun(ALLOWED)).toMatchObject(ALL_WELL);
    },
  );

  it('refuses a change that brings an image from elsewhere, wherever it is put', async () => {
    for (const spec of [
      { containers: [{ name: 'c-0', image: REFUSED }] },
      { containers: [{ name: 'other', image: REFUSED }] },
      { initContainers: [{ name: 'other', image: REFUSED, restartPolicy: 'Always' }] },
      { volumes: [{ name: 'other', image: { reference: REFUSED } }] },
    ]) {
      const patch = JSON.stringify({ spec: { template: { spec } } });
      expect(await tryKubectl(['-n', strict, 'patch', 'deployment/web', '-p', patch])).toMatchObject(DENIED);
    }
  });

  it('says which images it refuses, and whence they may come', async () => {
    const pod = workload('Pod', 'subject', { containers: [ALLOWED, REFUSED] });
    const { stderr } = await tryKubectl(['-n', strict, ...DRY_RUN], pod);
    expect(stderr).toContain(`${REFUSED}; images may only come from registry.example.com/`);
  });
});

it('a new gate with 200 repositories judges 60 containers within what the API server lets it cost', async () => {
  const repository = (index: number): string => `many.example.com/some-team/some-application-${index}`;
  const repositories = Array.from({ length: 200 }, (_, index) => repository(index));
  const many = await newNamespace(await newestServer());
  await putInForce(usedPlaces(repositories, repositories), many);
  await untilDenied(many, ALLOWED);
  const dryRun = (image: string) =>
    tryKubectl(['-n', many, ...DRY_RUN], workload('Pod', 'subject', { containers: Array(60).fill(image) }));
  // The last one that images are compared with.
  expect(await dryRun(`${repository(99)}:1@sha256:${'a'.repeat(64)}`)).toMatchObject(ALL_WELL);
  const { stderr } = await dryRun('many.example.com/some-team/else');
  expect(stderr).toContain('These images are not from a place that the policy allows');
});
