import { expect, it } from 'vitest';
import { Client } from './client';

const MANIFEST = `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: k8s.gcr.io/pause:3.9
# sidecar-guard-disable-line mutable-tag
`;

it.each([
  [{ valueSet: [1, 2] as (1 | 2)[] }, { 'deprecated-registry': [2], 'unused-suppression': [1] }],
  [undefined, { 'deprecated-registry': undefined, 'unused-suppression': undefined }],
])(
  'text without effect, and what should no longer be used, is tagged for a client that knows tags: %j',
  async (tagSupport, tags) => {
    const client = await Client.start({
      capabilities: {
        textDocument: { publishDiagnostics: { relatedInformation: true, ...(tagSupport && { tagSupport }) } },
      },
    });
    try {
      client.open('file:///pod.yaml', MANIFEST);
      const found = await client.published('file:///pod.yaml', ({ diagnostics }) =>
        diagnostics.some(({ code }) => code === 'unused-suppression'),
      );
      const tagged = Object.fromEntries(found.map(({ code, tags: own }) => [code, own]));
      expect(tagged).toMatchObject(tags);
    } finally {
      await client.stop();
    }
  },
);
