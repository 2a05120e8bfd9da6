import { afterAll, beforeAll, beforeEach, expect, it, onTestFailed } from 'vitest';
import { fieldsOf, type KubeObject, records } from '../stand-in/objects.ts';
import { runningPod } from '../stand-in/pods.ts';
import { startClusterWorkbench } from './cluster-workbench';
import type { Workbench } from './workbench';

const DIGEST = (digit: string) => `sha256:${digit.repeat(64)}`;
const MANIFEST = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: "docker.io/library/nginx:1.27" # ours
`;

/** A pod on a node of this architecture. */
function pod(name: string, architecture: string, digest: string): KubeObject[] {
  const made = runningPod(name, ['web'], { namespace: 'shop', labels: { app: 'web' }, images: { web: 'nginx:1.27' } });
  const status = fieldsOf(made.status);
  const [web] = records(status.containerStatuses);
  const nodeInfo = { operatingSystem: 'linux', architecture };
  return [
    {
      ...made,
      spec: { ...fieldsOf(made.spec), nodeName: architecture },
      status: { ...status, containerStatuses: [{ ...web, imageID: `docker.io/library/nginx@${digest}` }] },
    },
    { apiVersion: 'v1', kind: 'Node', metadata: { name: architecture }, status: { nodeInfo } },
  ];
}

let workbench: Workbench;
let stop: (() => Promise<void>) | undefined;

beforeAll(async () => {
  ({ workbench, stop } = await startClusterWorkbench(
    'newest',
    { 'web.yaml': MANIFEST },
    {
      objects: [...pod('web-a', 'amd64', DIGEST('a')), ...pod('web-b', 'arm64', DIGEST('b'))],
    },
  ));
});
beforeEach(() => onTestFailed(() => workbench.screenshot('failed')));
afterAll(() => stop?.());

it('writes the digest that runs, once it was chosen among those of the platforms', async () => {
  await workbench.openFile('web.yaml');
  await workbench.goTo(10, 12);
  await workbench.run('Sidecar Guard: Pin Image to Running Digest…');
  await workbench.line(DIGEST('a')).waitFor();
  expect(await workbench.line(DIGEST('b')).textContent()).toContain(
    '1 pod · probably the digest of linux/arm64 only: linux/amd64 runs another',
  );
  await workbench.screenshot('running-digests');
  await workbench.choose(DIGEST('a'));
  const line = workbench.page.locator('.view-line', { hasText: DIGEST('a').slice(0, 12) });
  await line.waitFor();
  expect((await line.innerText()).replaceAll('\u00a0', ' ')).toBe(
    `          image: "docker.io/library/nginx:1.27@${DIGEST('a')}" # ours`,
  );
});
