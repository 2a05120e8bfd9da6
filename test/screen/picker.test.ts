import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFailed } from 'vitest';
import type { Cluster } from '../cluster/cluster.ts';
import { forbid } from '../cluster/gates.ts';
import { fieldsOf, type KubeObject, records } from '../cluster/objects.ts';
import { runningPod } from '../cluster/pods.ts';
import { startClusterWorkbench } from './cluster-workbench';
import type { Workbench } from './workbench';

const PODS = 20_000;

/** A pod whose app has crashed, after a migration that was done. */
function crashedPod(): KubeObject {
  const pod = runningPod('web', ['web', 'proxy'], { namespace: 'shop' });
  const terminated = {
    exitCode: 1,
    reason: 'Error',
    startedAt: '2026-01-01T00:00:00Z',
    finishedAt: '2026-01-01T00:00:01Z',
  };
  const [web, proxy] = records(fieldsOf(pod.status).containerStatuses);
  const crashed = { ...web, ready: false, restartCount: 3, state: { waiting: { reason: 'CrashLoopBackOff' } } };
  const done = { ...terminated, exitCode: 0, reason: 'Completed' };
  return {
    ...pod,
    spec: { ...fieldsOf(pod.spec), initContainers: [{ name: 'migrate', image: 'busybox:1.35' }] },
    status: {
      ...fieldsOf(pod.status),
      initContainerStatuses: [
        { name: 'migrate', image: 'busybox:1.35', ready: true, restartCount: 0, state: { terminated: done } },
      ],
      containerStatuses: [{ ...crashed, lastState: { terminated } }, proxy],
    },
  };
}

describe('the way to a container', () => {
  let cluster: Cluster;
  let workbench: Workbench;
  let stop: (() => Promise<void>) | undefined;
  /** Lets the rest of a long list come. */
  let goOn: () => void = () => {};

  beforeAll(async () => {
    const rest = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    ({ cluster, workbench, stop } = await startClusterWorkbench(
      'oldest',
      { 'notes.txt': '' },
      {
        objects: [
          crashedPod(),
          runningPod('api', ['api'], { namespace: 'shop' }),
          ...[...Array(PODS).keys()].map((at) =>
            runningPod(`pod-${String(at).padStart(5, '0')}`, ['app'], { namespace: 'big' }),
          ),
        ],
        gates: [
          forbid(/^\/api\/v1\/namespaces$/),
          async ({ query }) => {
            if (query.get('continue')) await rest;
          },
        ],
      },
    ));
  });

  beforeEach(() => onTestFailed(() => workbench.screenshot('failed')));

  afterAll(() => stop?.());

  /** Where namespaces may not be listed. */
  async function typeNamespace(namespace: string): Promise<void> {
    await workbench.line('You may not list the namespaces of this cluster').waitFor();
    await workbench.fill(namespace);
    await workbench.choose(namespace);
  }

  it('can be gone back, and what has stopped has only logs', async () => {
    const { page } = workbench;
    cluster.log('shop', 'web', 'web').append('panic: no database').startAnew();
    cluster.log('shop', 'web', 'migrate').append('migrated');
    await workbench.openFile('notes.txt');
    await workbench.run('Sidecar Guard: Exec into Container…');
    await typeNamespace('shop');
    await workbench.choose('api');
    // Its only container is taken without asking.
    await workbench.terminal(/#$/);
    await page.keyboard.type('exit\n');
    await workbench.noTerminal();

    await workbench.run('Sidecar Guard: Exec into Container…');
    await typeNamespace('shop');
    await workbench.line('web').waitFor();
    expect(await workbench.lines()).toEqual([
      ['api', '1/1 · Running'],
      ['web', '1/2 · CrashLoopBackOff'],
    ]);
    await workbench.choose('web');
    await workbench.line('proxy').waitFor();
    const containers = [
      ['web', 'app · CrashLoopBackOff · 3 restarts'],
      ['proxy', 'sidecar · running'],
      ['migrate', 'init container · Completed'],
    ];
    expect(await workbench.lines()).toEqual(containers);
    await workbench.pickerButton('Back');
    await workbench.line('api').waitFor();
    cluster.store.put(runningPod('db', ['db'], { namespace: 'shop' }));
    await workbench.pickerButton('Refresh');
    await workbench.line('db').waitFor();
    await workbench.choose('web');
    await workbench.line('proxy').waitFor();
    await workbench.choose('CrashLoopBackOff');
    expect(await workbench.lines()).toEqual(containers);
    await workbench.screenshot('stopped');
    await workbench.lineButton('CrashLoopBackOff', 'Show Logs of the Last Run');
    await page.locator('.view-line', { hasText: 'panic: no database' }).waitFor();
    expect(cluster.requests.filter(({ subresource }) => subresource === 'exec')).toHaveLength(1);
  });

  it('can be told to others', async () => {
    await workbench.run('Sidecar Guard: Copy kubectl Command…');
    await typeNamespace('shop');
    await workbench.choose('db');
    const line = 'Copied: kubectl --context=test --namespace=shop exec -it pod/db --container=db -- sh';
    await workbench.page.locator('.statusbar-item', { hasText: line }).waitFor();
  });

  it('leads to logs as they are written', async () => {
    const log = cluster.log('shop', 'api', 'api').append('starting');
    await workbench.run('Sidecar Guard: Show Logs…');
    await typeNamespace('shop');
    await workbench.choose('api');
    await workbench.choose('Follow');
    await log.followed();
    log.append('listening');
    await workbench.terminal(/starting\nlistening$/);
    log.end();
    await workbench.noTerminal();
  });

  it(`shows the first of ${PODS} pods while the others are on their way`, async () => {
    await workbench.run('Sidecar Guard: Describe Pod…');
    await typeNamespace('big');
    await workbench.line('pod-00000').waitFor();
    await workbench.fill('00499');
    await workbench.line('pod-00499').waitFor();
    expect(cluster.requests.filter(({ query }) => query.get('continue'))).toHaveLength(1);
    await workbench.fill('19999');
    expect(await workbench.line('pod-19999').count()).toBe(0);
    goOn();
    await workbench.line('pod-19999').waitFor();
    await workbench.screenshot('many-pods');
    await workbench.page.keyboard.press('Escape');
  });
});
