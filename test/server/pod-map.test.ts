import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PodMapPage, podMapRequest } from '../../server/src/protocol/pod-map';
import { Client } from './client';

const URI = 'file:///web.yaml';
const MANIFEST = `apiVersion: v1
kind: Service
metadata: { name: front }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }] }
---
apiVersion: v1
kind: Pod
metadata:
  name: web
  labels: { app: web }
spec:
  containers:
    - name: web
      image: "registry.example.com/web:1"
      ports: [{ containerPort: 8080 }]
`;

let client: Client;
beforeAll(async () => {
  client = await Client.start();
  client.open(URI, MANIFEST);
});
afterAll(() => client?.stop());

function at(line: number): Promise<PodMapPage | null> {
  const params = { uri: URI, position: { line, character: 0 } };
  return client.connection.sendRequest<PodMapPage | null>(podMapRequest, params);
}

describe('the map of the pod at a place', () => {
  it('is a drawing, the same as a list, and the same as a file with its own styles', async () => {
    const map = await at(8);
    expect(map?.title).toBe('Pod "web"');
    for (const text of [map?.svg, map?.list, map?.file]) {
      expect(text).toContain('front');
      expect(text).toContain('port 8080');
    }
    expect(map?.svg).not.toContain('<style>');
    expect(map?.file).toContain('<style>');
    expect(map?.list).toContain('data-uri="file:///web.yaml" data-line="2"');
  });

  it('is nothing where there is no pod', async () => {
    expect(await at(1)).toBeNull();
    expect(
      await client.connection.sendRequest(podMapRequest, {
        uri: 'file:///no.yaml',
        position: { line: 0, character: 0 },
      }),
    ).toBeNull();
  });

  it('is refused for parameters of another form', async () => {
    await expect(client.connection.sendRequest(podMapRequest, { uri: URI })).rejects.toThrow('position');
  });
});
