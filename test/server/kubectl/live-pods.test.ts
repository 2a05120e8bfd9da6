import { afterEach, describe, expect, it, vi } from 'vitest';
import { fieldText, jsonFields } from '../../../server/src/cluster/json.ts';
import type { Kubectl } from '../../../server/src/cluster/kubectl.ts';
import { livePods, type PodsNow } from '../../../server/src/cluster/live-pods.ts';
import { problemOf } from '../../../server/src/cluster/problem.ts';
import { forbid, forgetVersion } from '../../stand-in/gates.ts';
import { runningPod } from '../../stand-in/pods.ts';
import { atDesk } from './at-desk.ts';
import { rejection } from './desk.ts';

const PLACE = { context: 'test', namespace: 'default' };
const at = atDesk('newest');
let stop = new AbortController();
afterEach(() => stop.abort());

/** The list as it is shown, whenever that changes. */
function watching(kubectl: Kubectl): { readonly last: () => readonly string[]; readonly states: PodsNow[] } {
  stop = new AbortController();
  const states: PodsNow[] = [];
  const read = async (): Promise<void> => {
    for await (const now of livePods(kubectl, PLACE, undefined, stop.signal)) states.push(now);
  };
  void read();
  const last = (): string[] =>
    states.at(-1)?.pods.map(({ object, isGone }) => `${nameOf(object)}${isGone ? ' gone' : ''}`) ?? [];
  return { last, states };
}

function nameOf(object: object): string {
  return fieldText(jsonFields(jsonFields(object).metadata).name) ?? '';
}

function watches() {
  return at.cluster.requests.filter(({ verb, resource }) => verb === 'watch' && resource === 'pods');
}

describe('a list of pods that is open', () => {
  it('has pods that come, and keeps the place of those that go', async () => {
    const kubectl = await at.start({ objects: [runningPod('web-a', ['app']), runningPod('web-c', ['app'])] });
    const { last } = watching(kubectl);
    await vi.waitFor(() => expect(watches()).toHaveLength(1), { timeout: 20_000 });
    at.cluster.store.put(runningPod('web-b', ['app']));
    await expect.poll(last).toEqual(['web-a', 'web-b', 'web-c']);
    at.cluster.store.delete(runningPod('web-a', ['app']));
    await expect.poll(last).toEqual(['web-a gone', 'web-b', 'web-c']);
    // A StatefulSet gives a new pod the same name.
    at.cluster.store.put(runningPod('web-a', ['app']));
    await expect.poll(last).toEqual(['web-a', 'web-b', 'web-c']);
    expect(at.cluster.requests.filter(({ verb, resource }) => verb === 'list' && resource === 'pods')).toHaveLength(1);
  });

  it('is read again where the server does not know its version any more', async () => {
    const kubectl = await at.start({ objects: [runningPod('web-a', ['app']), runningPod('web-b', ['app'])] });
    at.cluster.gates.push(forgetVersion(1, () => at.cluster.store.delete(runningPod('web-b', ['app']))));
    const { last, states } = watching(kubectl);
    await expect.poll(last).toEqual(['web-a', 'web-b gone']);
    expect(states.at(-1)?.failure).toBeUndefined();
  });

  it('stays as it was, and says why, where changes may not be watched', async () => {
    const kubectl = await at.start({ objects: [runningPod('web-a', ['app'])] });
    at.cluster.gates.push(forbid(({ verb }) => verb === 'watch'));
    const { last, states } = watching(kubectl);
    await expect.poll(() => states.at(-1)?.failure?.triesAgain).toBe(false);
    expect(last()).toEqual(['web-a']);
    expect(problemOf(states.at(-1)?.failure?.error)?.message).toBe(
      'In the context "test", "tester" may not watch pods in the namespace "default". Ask your cluster administrator for a role that allows it.',
    );
  });

  it('stays as it was, and says why, when the cluster is gone', async () => {
    const kubectl = await at.start({ objects: [runningPod('web-a', ['app'])] });
    const { last, states } = watching(kubectl);
    await vi.waitFor(() => expect(watches()).toHaveLength(1), { timeout: 20_000 });
    await at.cluster.close();
    await expect.poll(() => states.at(-1)?.failure?.triesAgain).toBe(true);
    expect(last()).toEqual(['web-a']);
  });

  it('is an error where it can’t be read at all', async () => {
    const kubectl = await at.start({ objects: [] });
    at.cluster.gates.push(forbid(/\/pods$/));
    const first = livePods(kubectl, PLACE, undefined, new AbortController().signal).next();
    expect(problemOf(await rejection(first))?.kind).toBe('forbidden');
  });
});
