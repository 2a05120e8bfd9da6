import { describe, expect, it, onTestFinished } from 'vitest';
import { ConfigurationRequest, type InlayHint } from 'vscode-languageserver-protocol/node';
import { Client } from './client';

const POD = `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  initContainers:
    - name: proxy
      image: registry.example.com/proxy:1
      restartPolicy: Always
  containers:
    - { name: web, image: "registry.example.com/web:1" }
    - image: registry.example.com/none:1
    - name: log-shipper
      image: registry.example.com/shipper:1
`;

type Hints = [line: number, character: number, label: unknown][];

/** Asks for the hints in some lines, as an editor with these settings does. */
async function hintsWith(settings: object): Promise<(first: number, last: number) => Promise<Hints>> {
  const client = await Client.start({
    capabilities: { workspace: { configuration: true } },
    prepare: (connection) =>
      void connection.onRequest(ConfigurationRequest.type, ({ items }) =>
        items.map(({ section }) => (section === 'sidecarGuard' ? settings : null)),
      ),
  });
  onTestFinished(() => client.stop());
  await client.open('file:///web.yaml', POD);
  return async (first, last) => {
    const range = { start: { line: first, character: 0 }, end: { line: last, character: 0 } };
    const params = { textDocument: { uri: 'file:///web.yaml' }, range };
    const hints = await client.connection.sendRequest<InlayHint[]>('textDocument/inlayHint', params);
    return hints.map(({ position, label }) => [position.line, position.character, label]);
  };
}

describe('the roles behind the names of containers', () => {
  it('are shown if the user wants them, where the editor looks', async () => {
    const ask = await hintsWith({ inlayHints: { roles: true } });
    await expect
      .poll(() => ask(0, 20))
      .toEqual([
        [5, 17, 'native sidecar'],
        [9, 17, 'app container'],
        [11, 23, 'sidecar'],
      ]);
    expect(await ask(6, 10)).toEqual([[9, 17, 'app container']]);
  });

  it('are not shown by default', async () => {
    const ask = await hintsWith({});
    expect(await ask(0, 20)).toEqual([]);
  });
});
