import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ContainerRole, rolesRequest, type WorkloadAt, workloadAtRequest } from '../../server/src/protocol';
import { Client } from './client';

const URI = 'file:///web.yaml';
const MANIFEST = `apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
  labels: { app: not-these }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web, tier: front } }
    spec:
      initContainers:
        - name: migrate
          image: $IMAGE
      containers:
        - name: web
          image: nginx:1.27 # ours
---
apiVersion: v1
kind: Pod
metadata: { name: alone, labels: { app: alone } }
spec:
  containers:
    - image: busybox
---
apiVersion: v1
kind: Service
metadata: { name: front, namespace: shop }
spec: { selector: { tier: front }, ports: [{ port: 80 }] }
`;

let client: Client;
beforeAll(async () => {
  client = await Client.start();
  client.open(URI, MANIFEST);
});
afterAll(() => client?.stop());

/** The answer for the place where this text begins. */
function at(text: string): Promise<WorkloadAt | null> {
  const before = MANIFEST.slice(0, MANIFEST.indexOf(text)).split('\n');
  const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  return client.connection.sendRequest<WorkloadAt | null>(workloadAtRequest, { uri: URI, position });
}

describe('the workload at a place', () => {
  const web = { kind: 'Deployment', name: 'web', namespace: 'shop', labels: { app: 'web', tier: 'front' } };

  it('has the labels of its pods', async () => expect(await at('kind: Deployment')).toEqual(web));

  it('has the container there, with its image', async () => {
    const position = { line: 20, character: 17 };
    expect(await at('nginx')).toEqual({ ...web, container: 'web', image: { text: 'nginx:1.27', position } });
    expect(await at('name: web\n          image')).toEqual(await at('nginx'));
  });

  it('has no image to pin where none is written', async () => {
    expect(await at('name: migrate')).toEqual({ ...web, container: 'migrate' });
  });

  it('is found by its name where it is a pod', async () => {
    expect(await at('kind: Pod')).toEqual({ kind: 'Pod', name: 'alone', labels: {} });
    const service = { kind: 'Service', name: 'front', namespace: 'shop', labels: { tier: 'front' } };
    expect(await at('kind: Service')).toEqual(service);
    // A container without a name is none that a cluster would know.
    expect(await at('busybox')).toMatchObject({ kind: 'Pod', image: { text: 'busybox' } });
  });

  it('is none where there is something else', async () => expect(await at('kind: ConfigMap')).toBeNull());
});

it('each container of a running pod has its role', async () => {
  const pod = JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web' },
    spec: {
      containers: [{ name: 'web', image: 'nginx' }],
      initContainers: [{ name: 'vault', image: 'vault', restartPolicy: 'Always' }],
    },
  });
  const roles = await client.connection.sendRequest<ContainerRole[]>(rolesRequest, { pod });
  expect(roles).toEqual(
    expect.arrayContaining([
      { name: 'web', role: 'app' },
      { name: 'vault', role: 'native-sidecar' },
    ]),
  );
});
