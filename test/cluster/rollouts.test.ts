import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, it, onTestFinished, vi } from 'vitest';
import type { RunningState } from '../../server/src/audit/running';
import { Kubectl } from '../../server/src/cluster/kubectl';
import { collectRunning } from '../../server/src/cluster/running-workloads';
import { newNamespace } from './api/namespaces';
import { newestServer } from './api/server';
import { kubectl } from './kubectl';
import { workload } from './workloads';

/** What the audit reads of a namespace in which controllers are at work. */
async function collect(namespace: string): Promise<RunningState> {
  const home = await mkdtemp(join(tmpdir(), 'sidecar-guard-rollouts-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const environment = { PATH: process.env.PATH, HOME: home, KUBECONFIG: inject('kubeconfig') };
  return collectRunning(new Kubectl(inject('kubectl'), environment), { context: 'control-plane', namespace });
}

/** A workload, how many of its pods are of an older template, and the image that these were to have. */
function told({ groups }: RunningState): string[] {
  return groups
    .map(({ workload: { kind, name }, template, pods, isOutdated = false }) => {
      const from = template.from === 'owner' ? template.spec.containers[0]?.image : JSON.stringify(template);
      return `${kind} ${name}: ${pods} ${isOutdated ? 'older ' : ''}${from}`;
    })
    .sort();
}

it('pods are known by their workload, and those of an older template as such, after what controllers do', async () => {
  const namespace = await newNamespace(await newestServer());
  const apply = (image: string, more: (kind: string) => object) =>
    kubectl(['apply', '-f', '-'], {
      apiVersion: 'v1',
      kind: 'List',
      items: ['Deployment', 'StatefulSet', 'DaemonSet'].map((kind) => {
        const made = Object(workload(kind, kind.toLowerCase(), { containers: [image] }));
        return { ...made, metadata: { ...made.metadata, namespace }, spec: { ...made.spec, ...more(kind) } };
      }),
    });
  // The Deployment is held, and the others replace pods only when they are deleted.
  const hold = (kind: string): object => (kind === 'Deployment' ? {} : { updateStrategy: { type: 'OnDelete' } });
  await apply('web:1', hold);
  await vi.waitFor(
    async () =>
      expect(told(await collect(namespace))).toEqual([
        'DaemonSet daemonset: 1 web:1',
        'Deployment deployment: 1 web:1',
        'StatefulSet statefulset: 1 web:1',
      ]),
    { timeout: 60_000, interval: 500 },
  );
  expect((await collect(namespace)).limits).toEqual([]);

  await apply('web:2', (kind) => ({ ...hold(kind), ...(kind === 'Deployment' && { paused: true }) }));
  await vi.waitFor(
    async () =>
      expect(told(await collect(namespace))).toEqual([
        'DaemonSet daemonset: 1 older web:1',
        'Deployment deployment: 1 older web:1',
        'StatefulSet statefulset: 1 older web:1',
      ]),
    { timeout: 60_000, interval: 500 },
  );
});
