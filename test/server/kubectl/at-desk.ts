import { afterEach, beforeAll, beforeEach } from 'vitest';
import type { Kubectl } from '../../../server/src/cluster/kubectl.ts';
import { installKubectl } from '../../hosts/kubectl.mjs';
import { type ScenarioCluster, type ScenarioOptions, startScenario } from '../../scenarios/cluster.ts';
import { type Cluster, type ClusterOptions, startCluster } from '../../stand-in/cluster.ts';
import { Desk } from './desk.ts';

/** What a test has for itself; only while it runs. */
export interface AtDesk<Options, Started> {
  readonly desk: Desk;
  /** The one that the test has started last; an error, where it has started none. */
  readonly cluster: Started;
  /** Starts a cluster, in place of the one before, and gives the kubectl that asks it. */
  start(options?: Options): Promise<Kubectl>;
}

/** What any cluster for a test has. */
interface Startable {
  readonly kubeconfig: string;
  close(): Promise<void>;
}

/** A desk in front of the stand-in, of which a test can have any answer. */
export function atDesk(age: Age): AtDesk<ClusterOptions, Cluster> {
  return atDeskBefore(startCluster, age);
}

/** A desk in front of the cluster of a scenario. */
export function atScenario(age: Age): AtDesk<ScenarioOptions, ScenarioCluster> {
  return atDeskBefore(startScenario, age);
}

type Age = 'oldest' | 'newest';

/**
 * Seats each test of the file, or of the `describe` that this is called in, at a desk of its own with a kubectl of that
 * age, and clears desk and cluster away after it, so that no test finds what another one has left.
 */
function atDeskBefore<Options, Started extends Startable>(
  startOne: (options?: Options) => Promise<Started>,
  age: Age,
): AtDesk<Options, Started> {
  let program: string;
  let desk: Desk;
  let cluster: Started | undefined;

  // It may have to be downloaded first.
  beforeAll(async () => {
    program = await installKubectl(age);
  }, 300_000);

  beforeEach(async () => {
    desk = await Desk.setUp(program);
  });

  afterEach(async () => {
    await close();
    await desk.clear();
  });

  async function close(): Promise<void> {
    await cluster?.close();
    cluster = undefined;
  }

  return {
    get desk() {
      return desk;
    },
    get cluster() {
      if (!cluster) throw new Error('The test has started no cluster.');
      return cluster;
    },
    start: async (options) => {
      await close();
      cluster = await startOne(options);
      return desk.kubectl([cluster.kubeconfig]);
    },
  };
}
