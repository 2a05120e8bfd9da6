import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lenses, lensesRequest } from '../../server/src/protocol/lenses';
import { Client } from './client';

const MANIFEST = `# The shop
apiVersion: v1
kind: Service
metadata: { name: web }
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    metadata: { annotations: { linkerd.io/inject: enabled } }
    spec:
      initContainers:
        - { name: setup, image: "registry.example.com/setup:1" }
      containers:
        - { name: web, image: "registry.example.com/web:1" }
        - { name: log-shipper, image: "registry.example.com/shipper:1" }
---
apiVersion: v1
kind: Pod
metadata: { generateName: web- }
spec: { containers: [{ name: web, image: "registry.example.com/web:1" }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: patched }
spec: { template: { spec: { containers: [{ name: web, resources: {} }] } } }
---
apiVersion: v1
kind: Service
metadata: { name: front }
spec: { selector: { app: web } }
`;

let client: Client;
beforeAll(async () => {
  client = await Client.start();
});
afterAll(() => client?.stop());

function lensesOf(uri: string): Promise<Lenses> {
  return client.connection.sendRequest<Lenses>(lensesRequest, { uri });
}

describe('what stands above workloads', () => {
  it('says who is in the pod and whether a gate checks it, where the workload begins', async () => {
    client.open('file:///web.yaml', MANIFEST);
    const lenses = await lensesOf('file:///web.yaml');
    // The pods of a Service can be found, too.
    expect(lenses.at(-1)).toEqual({ line: 29, position: { line: 31, character: 18 }, isInCluster: true });
    expect(lenses.slice(0, -1)).toEqual([
      {
        line: 5,
        position: { line: 8, character: 8 },
        roles: '1 app container, 1 sidecar, 1 init container, 1 to be injected',
        gate: 'not gated',
        isInCluster: true,
      },
      // Its name is not known before it is made.
      {
        line: 19,
        position: { line: 21, character: 10 },
        roles: '1 app container',
        gate: 'not gated',
        isInCluster: false,
      },
    ]);
  });

  it('is there for the first workloads of a long file only', async () => {
    const pod = (index: number): string =>
      `apiVersion: v1\nkind: Pod\nmetadata: { name: pod-${index} }\nspec: { containers: [{ name: a, image: a }] }\n`;
    client.open('file:///long.yaml', Array.from({ length: 500 }, (_, index) => pod(index)).join('---\n'));
    expect(await lensesOf('file:///long.yaml')).toHaveLength(200);
  });

  it('is nothing for a file that is not open', async () => {
    expect(await lensesOf('file:///no.yaml')).toEqual([]);
  });
});
