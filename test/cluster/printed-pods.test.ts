import { expect, it } from 'vitest';
import { toPod } from '../../server/src/cluster/pod';
import { printedPod } from '../../server/src/cluster/printed-pod';
import { Random } from '../fuzz/random';
import { installKubectl } from '../hosts/kubectl.mjs';
import { startScenario } from '../scenarios/cluster.ts';
import { kubectl } from '../stand-in/kubectl.ts';
import type { KubeObject } from '../stand-in/objects.ts';
import {
  app,
  completed,
  exited,
  failed,
  init,
  killed,
  type Part,
  podOf,
  restarted,
  running,
  sidecar,
  waiting,
} from '../unit/cluster/api-pod';

const PODS = 150;
const STATES = [
  ...[running, completed, failed, waiting, () => exited(0), () => exited(3), () => killed(9)],
  ...['PodInitializing', 'CrashLoopBackOff', 'ImagePullBackOff', 'ContainerCreating'].map(
    (reason) => () => waiting(reason),
  ),
];
const CONDITIONS = [
  'PodScheduled Initialized Ready',
  'PodScheduled Initialized !Ready:ContainersNotReady',
  'PodScheduled !Initialized:ContainersNotInitialized !Ready',
  '!PodScheduled:SchedulingGated',
  '',
];

/** A pod in any state, whether or not a kubelet would ever report it. */
function anyPod(random: Random, name: string): KubeObject {
  const part = (make: (state: ReturnType<typeof running>, more?: object) => Part): Part =>
    make(random.pick(STATES)(), {
      ...(random.once(3) && { ready: random.once(2) }),
      ...(random.once(3) && restarted(random.below(4), random.pick([undefined, 60, 5000]))),
    });
  const some = (most: number, make: () => Part): Part[] => random.several(random.below(most + 1), make);
  const parts = [...some(2, () => part(random.once(2) ? init : sidecar)), part(app), ...some(2, () => part(app))];
  const phase = random.pick(['Pending', 'Running', 'Running', 'Succeeded', 'Failed', 'Unknown']);
  const isOver = ['Succeeded', 'Failed'].includes(phase);
  const made = podOf(parts, {
    phase,
    conditions: random.pick(CONDITIONS),
    ...(random.once(7) && { reason: random.pick(['Evicted', 'NodeLost']) }),
    unreported: random.once(10),
    // Otherwise it is gone at once when it is deleted.
    deleted: !isOver && random.once(7),
  }) as KubeObject;
  return { ...made, metadata: { ...made.metadata, name }, spec: { ...Object(made.spec), nodeName: 'nowhere' } };
}

it(`${PODS} pods in any state have the columns that the server gives them`, async () => {
  const objects = Array.from({ length: PODS }, (_, index) => anyPod(new Random('printed pods', index), `pod-${index}`));
  const cluster = await startScenario({ objects });
  const program = await installKubectl('newest');
  const words = ['--namespace', cluster.own('shop'), 'get', 'pods'];
  const [table, list] = await Promise.all([
    kubectl(program, cluster, [...words, '--no-headers']),
    kubectl(program, cluster, [...words, '--output=json']),
  ]);
  const theirs = table.stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/ {2,}/).slice(0, 4));
  const ours = JSON.parse(list.stdout).items.map((item: KubeObject) => {
    const pod = toPod(item);
    if (!pod) throw new Error('not a pod');
    const { ready, status, restarts } = printedPod(pod, new Date(), cluster.minor);
    return [item.metadata.name, ready, status, restarts];
  });
  expect(ours).toHaveLength(PODS);
  expect(ours).toEqual(theirs);
  await cluster.close();
});
