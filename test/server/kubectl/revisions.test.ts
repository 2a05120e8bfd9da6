import { expect, test } from 'vitest';
import { readRunningPod } from '../../../server/src/cluster/running-pod.ts';
import { collectRunning } from '../../../server/src/cluster/running-workloads.ts';
import { controller, ownedBy } from '../../scenarios/controllers.ts';
import type { KubeObject } from '../../stand-in/objects.ts';
import { runningPod } from '../../stand-in/pods.ts';
import { atDesk } from './at-desk.ts';

/** With times and generations as the test has them, which a real server would give itself. */
const at = atDesk('newest');

function replicaSet(name: string, metadata: object): KubeObject[] {
  const owner = ownedBy('apps/v1', 'ReplicaSet', name);
  return [
    controller('apps/v1', 'ReplicaSet', name, { image: 'web:2', metadata }),
    runningPod(`${name}-1`, ['app'], { ...owner, creationTimestamp: '2026-01-02T00:00:00Z' } as object),
  ];
}

test('pods are of an older template where their ReplicaSet has another since, which never replaces them', async () => {
  const changes = (...times: string[]): object => ({
    generation: 3,
    managedFields: [
      ...times.map((time) => ({ time, fieldsV1: { 'f:spec': { 'f:template': {} } } })),
      // It has been scaled since.
      { time: '2026-01-09T00:00:00Z', subresource: 'scale', fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
    ],
  });
  const kubectl = await at.start({
    objects: [
      ...replicaSet('a', { generation: 1 }),
      ...replicaSet('b', changes('2026-01-01T00:00:00Z')),
      ...replicaSet('c', changes('2026-01-01T00:00:00Z', '2026-01-03T00:00:00Z')),
      ...replicaSet('d', { generation: 2 }),
      controller('v1', 'ReplicationController', 'rc', { metadata: { generation: 2 } }),
      runningPod('rc-1', ['app'], ownedBy('v1', 'ReplicationController', 'rc')),
    ],
  });
  const { groups } = await collectRunning(kubectl, { context: 'test', namespace: undefined });
  const changed = (kind: string): string => `the template of its ${kind} may have changed since the pod was created`;
  expect(
    groups.map(({ names, isOutdated, template }) => [
      names.join(),
      isOutdated ?? false,
      template.from === 'owner' ? template.spec.containers[0]?.image : Object(template).reason,
    ]),
  ).toEqual([
    ['a-1', false, 'web:2'],
    ['b-1', false, 'web:2'],
    ['c-1', true, changed('ReplicaSet')],
    ['d-1', true, changed('ReplicaSet')],
    ['rc-1', true, changed('ReplicationController')],
  ]);
});

test.each([
  [1, ['web-2']],
  [2, undefined],
])('the template of a picked pod is that of a ReplicaSet at generation %i, or not known', async (generation, names) => {
  const kubectl = await at.start({ objects: replicaSet('web', { generation }) });
  const { template } = await readRunningPod(kubectl, { context: 'test', namespace: 'default', pod: 'web-1' }, {});
  expect(template && [...template]).toEqual(names);
});
