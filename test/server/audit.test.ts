import { afterEach, expect, it } from 'vitest';
import { podFactsOf } from '../../server/src/audit/pod-facts';
import { type AuditParams, auditRequest } from '../../server/src/protocol';
import { Client } from './client';

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: registry.example.com/web:1
`;
const RUNNING: AuditParams = {
  running: {
    context: 'test',
    namespace: 'shop',
    groups: [
      {
        namespace: 'shop',
        workload: { kind: 'Pod', name: 'web' },
        template: { from: 'itself' },
        spec: podFactsOf({
          spec: {
            containers: [
              { name: 'web', image: 'registry.example.com/web:2' },
              { name: '[a](b)', image: 'x' },
            ],
          },
        }),
        labels: {},
        annotations: {},
        pods: 1,
        names: ['web'],
        statuses: [],
      },
    ],
    namespaces: [],
    webhooks: [],
    policies: [],
    limits: [],
  },
};

let client: Client | undefined;
afterEach(() => client?.stop());

it('is a page with links to the lines of manifests, which follow what is edited', async () => {
  client = await Client.start();
  const uri = 'file:///a%20shop/pod%20%281%29.yaml';
  await client.open(uri, POD);
  const page = (): Promise<string> => client?.connection.sendRequest(auditRequest, RUNNING) ?? Promise.reject();
  expect(await page()).toBe(`# Running pods in the namespace \`shop\` of \`test\`

1 error, 1 warning in 1 pod of 1 workload.

## Pod web in shop

- **error** Undeclared container: "\\[a\\]\\(b\\)" \\(x\\) is not in its manifest, and no known injector adds it\\. Find out who added it, then declare it or delete the pod\\.  
  [pod \\(1\\)\\.yaml:4](file:///a%20shop/pod%20%281%29.yaml#L4) · 1 pod: web · \`undeclared-container\`
- **warning** Different image tag: the container "web" has the image registry\\.example\\.com/web:2 but its manifest declares registry\\.example\\.com/web:1\\. Apply the manifest, or change it to the intended image\\.  
  [pod \\(1\\)\\.yaml:7](file:///a%20shop/pod%20%281%29.yaml#L7) · 1 pod: web · \`image-drift\`
`);
  await client.edit(uri, { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, '# the web\n');
  expect(await page()).toContain('#L8)');
});

it.each([
  ['file:///a%20shop/', '/pod.yaml'],
  ['file:///a%20shop/deep/er', '/../../pod.yaml'],
  ['file:///b', '/../a%20shop/pod.yaml'],
])('in a workspace has links from its folder %s, as previews follow them: %s', async (folder, link) => {
  client = await Client.start({ folder });
  await client.open('file:///a%20shop/pod.yaml', POD);
  expect(await client.connection.sendRequest(auditRequest, RUNNING)).toContain(`[pod\\.yaml:4](${link}#L4)`);
});
