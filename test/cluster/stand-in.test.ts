import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ScenarioCluster, type ScenarioOptions, startScenario } from '../scenarios/cluster.ts';
import { controller, ownedBy } from '../scenarios/controllers.ts';
import { onStandIn } from '../scenarios/on-stand-in.ts';
import { type KubeObject, records } from '../stand-in/objects.ts';
import { runningPod } from '../stand-in/pods.ts';
import { RESOURCES } from '../stand-in/resources.ts';
import { differences } from './differences.ts';
import { type RawAnswer, type RawRequest, requester } from './raw-request.ts';

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
const POD = '/api/v1/namespaces/shop/pods/web';
const PODS = '/api/v1/namespaces/shop/pods';
const SCENARIO: ScenarioOptions = {
  objects: [
    runningPod('web', ['app', 'proxy'], { namespace: 'shop', labels: { app: 'web', tier: 'front' } }),
    runningPod('api', ['app'], { namespace: 'shop', labels: { app: 'api' } }),
    runningPod('db', ['app'], { namespace: 'shop', ...ownedBy('apps/v1', 'StatefulSet', 'db') }),
    controller('apps/v1', 'Deployment', 'web', { metadata: { namespace: 'shop' } }),
  ],
  mayNot: [
    { verb: 'list', resource: 'nodes' },
    { verb: 'list', resource: 'jobs' },
    { verb: 'get', resource: 'services' },
    { verb: 'create', resource: 'pods/exec' },
  ],
};

/** What the server of these comparisons, which is of 1.34, does not have in this version of the API. */
const SINCE_1_36 = /^\.body\.resources\[mutatingadmissionpolic(?:ies|ybindings)\]/;

describe('the stand-in answers as a real API server', () => {
  let [ours, theirs]: (ScenarioCluster | undefined)[] = [];
  let ask: (request: RawRequest) => Promise<{ readonly ours: RawAnswer; readonly theirs: RawAnswer }>;

  beforeAll(async () => {
    [ours, theirs] = await Promise.all([onStandIn(SCENARIO), startScenario(SCENARIO)]);
    const [askOurs, askTheirs] = await Promise.all([requester(ours), requester(theirs)]);
    ask = async (request) => ({ ours: await askOurs(request), theirs: await askTheirs(request) });
  });

  afterAll(() => Promise.all([ours?.close(), theirs?.close()]));

  /** What the stand-in says otherwise; what only a real server says is no difference. */
  async function compare(request: RawRequest): Promise<string[]> {
    const { ours, theirs } = await ask(request);
    return differences(ours, theirs);
  }

  it.each<[string, RawRequest]>([
    ['an object', { path: POD }],
    ['a list', { path: PODS }],
    ['a chunk', { path: `${PODS}?limit=2` }],
    ['a list of another kind', { path: '/apis/apps/v1/namespaces/shop/deployments' }],
    ['an empty list', { path: '/apis/apps/v1/namespaces/shop/daemonsets' }],
    ['a namespace', { path: '/api/v1/namespaces/shop' }],
    ['a table', { path: PODS, accept: TABLE }],
    ['a table with objects', { path: `${PODS}?includeObject=Object`, accept: TABLE }],
    ['a table of one', { path: POD, accept: TABLE }],
    ['a selection by an equal label', { path: `${PODS}?labelSelector=app%3Dweb` }],
    ['a selection by another label', { path: `${PODS}?labelSelector=app%21%3Dweb` }],
    ['a selection by a set', { path: `${PODS}?labelSelector=app%20in%20%28web%2Capi%29` }],
    ['a selection by no set', { path: `${PODS}?labelSelector=app%20notin%20%28web%29` }],
    ['a selection by a label that is there', { path: `${PODS}?labelSelector=tier` }],
    ['a selection by a label that is not', { path: `${PODS}?labelSelector=%21tier` }],
    ['a selection by name', { path: `${PODS}?fieldSelector=metadata.name%3Dapi` }],
    ['a selection by phase', { path: `${PODS}?fieldSelector=status.phase%21%3DRunning` }],
  ])('about %s', async (_, request) => expect(await compare(request)).toEqual([]));

  it.each<[string, RawRequest]>([
    ['an object that is not there', { path: '/api/v1/namespaces/shop/pods/gone' }],
    ['a namespace that is not there', { path: '/api/v1/namespaces/gone' }],
    ['an object of another group', { path: '/apis/apps/v1/namespaces/shop/deployments/gone' }],
    ['a kind that is not there', { path: '/api/v1/things', isAdmin: true }],
    ['a group that is not there', { path: '/apis/example.com/v1/things', isAdmin: true }],
    ['a list that may not be read', { path: '/api/v1/nodes' }],
    ['a list of a group that may not be read', { path: '/apis/batch/v1/namespaces/shop/jobs' }],
    ['an object that may not be read', { path: '/api/v1/namespaces/shop/services/web' }],
    ['an unknown user', { path: PODS, isUnknown: true }],
    ['a method that is none', { path: PODS, method: 'PUT', body: {} }],
    ['a log of no container', { path: `${POD}/log` }],
    ['a log of a container that is not there', { path: `${POD}/log?container=gone` }],
    ['a log of a pod that is not there', { path: `${PODS}/gone/log` }],
  ])('to a question about %s, by refusing', async (_, request) => {
    expect((await ask(request)).theirs.code).toBeGreaterThanOrEqual(400);
    expect(await compare(request)).toEqual([]);
  });

  it('to a place of a list that is none, by refusing it for the same reason', async () => {
    const { ours, theirs } = await ask({ path: `${PODS}?limit=1&continue=nonsense` });
    const refused = {
      code: 400,
      body: { reason: 'BadRequest', message: expect.stringMatching(/^invalid continue token: /) },
    };
    for (const answer of [ours, theirs]) expect(answer).toMatchObject(refused);
  });

  it.each(['/api', '/apis', ...new Set(RESOURCES.map(versionPath))])('what there is: %s', async (path) => {
    expect((await compare({ path })).filter((difference) => !SINCE_1_36.test(difference))).toEqual([]);
  });

  it('of which version it is, by the same fields', async () => {
    const { ours, theirs } = await ask({ path: '/version' });
    expect(Object.keys(theirs.body)).toEqual(expect.arrayContaining(Object.keys(ours.body)));
    for (const { body } of [ours, theirs])
      expect(body).toMatchObject({ major: '1', minor: expect.stringMatching(/^\d+$/) });
  });

  it.each([
    ['create', 'pods', 'exec'],
    ['patch', 'pods', 'ephemeralcontainers'],
  ])('whether a user may %s %s/%s', async (verb, resource, subresource) => {
    const resourceAttributes = { namespace: 'shop', verb, resource, subresource };
    const body = {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes },
    };
    const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
    expect(await compare({ path, method: 'POST', body })).toEqual([]);
  });

  it('how a list goes on', async () => {
    const names = async (which: 'ours' | 'theirs'): Promise<unknown[]> => {
      const found: unknown[] = [];
      let place = '';
      do {
        const { body } = (await ask({ path: `${PODS}?limit=2${place && `&continue=${encodeURIComponent(place)}`}` }))[
          which
        ];
        const { metadata, items } = body as { metadata: { continue?: string }; items: KubeObject[] };
        found.push(items.map((item) => item.metadata.name));
        place = metadata.continue ?? '';
      } while (place !== '');
      return found;
    };
    expect(await names('ours')).toEqual(await names('theirs'));
  });

  it.each([
    ['all that is there', 'watch=true'],
    [
      'all that is there, and its end',
      'watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true',
    ],
  ])('with events: %s, then what changes', async (_, query) => {
    const events = 3 + Number(query.includes('Bookmarks'));
    const { ours: first, theirs: second } = await ask({ path: `${PODS}?${query}`, events });
    const byName = ({ body }: RawAnswer) =>
      records(body).sort((one, other) => (JSON.stringify(one.object) < JSON.stringify(other.object) ? -1 : 1));
    const types = (answer: RawAnswer): unknown[] => records(answer.body).map(({ type }) => type);
    expect(types(first)).toEqual(types(second));
    expect(differences({ ...first, body: byName(first) }, { ...second, body: byName(second) })).toEqual([]);
  });
});

function versionPath({ group }: { readonly group: string }): string {
  return group === '' ? '/api/v1' : `/apis/${group}/v1`;
}
