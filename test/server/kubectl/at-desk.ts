import { afterEach, beforeAll, beforeEach } from 'vitest';
import type { Kubectl } from '../../../server/src/cluster/kubectl.ts';
import { installKubectl } from '../../hosts/kubectl.mjs';
import { type Cluster, type ClusterOptions, startCluster } from '../../stand-in/cluster.ts';
import { Desk } from './desk.ts';

/** What a test has for itself; only while it runs. */
export interface AtDesk {
  readonly desk: Desk;
  /** The one that the test has started last; an error, where it has started none. */
  readonly cluster: Cluster;
  /** Starts a cluster, in place of the one before, and gives the kubectl that asks it. */
  start(options?: ClusterOptions): Promise<Kubectl>;
}

/**
 * Seats each test of the file, or of the `describe` that this is called in, at a desk of its own with a kubectl of that
 * age, and clears desk and cluster away after it, so that no test finds what another one has left.
 */
export function atDesk(age: 'oldest' | 'newest'): AtDesk {
  let program: string;
  let desk: Desk;
  let cluster: Cluster | undefined;

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
      cluster = await startCluster(options);
      return desk.kubectl([cluster.kubeconfig]);
    },
  };
}
