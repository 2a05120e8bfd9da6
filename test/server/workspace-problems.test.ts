import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import {
  CancellationTokenSource,
  ConfigurationRequest,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type FileEvent,
  ProgressType,
  type WorkspaceDiagnosticReportPartialResult,
  WorkspaceDiagnosticRequest,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver-protocol/node';
import { URI } from 'vscode-uri';
import { Client, type ClientOptions } from './client';

const podOf = (name: string, namespace = 'shop'): string => `apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  containers:
    - name: web
      image: registry.example.com/web:1
      securityContext: { privileged: true }
`;
const namespaceOf = (level: string): string =>
  `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels: { pod-security.kubernetes.io/enforce: ${level} }\n`;
const FILES = {
  'a/pod.yaml': podOf('one'),
  'b/pod.yaml': podOf('two', 'other'),
  'c/clean.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c }\n',
};
const PULLS = { textDocument: { diagnostic: {} }, workspace: { configuration: true } };

let client: Client | undefined;
afterEach(() => client?.stop());

/** A workspace, and a client of it. */
async function start({ mode, ...options }: ClientOptions & { mode?: string } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'sidecar-guard-problems-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const uriOf = (name: string): string => URI.file(join(folder, name)).toString();
  const write = async (name: string, text: string): Promise<void> => {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  };
  for (const [name, text] of Object.entries(FILES)) await write(name, text);
  const started = await Client.start({
    capabilities: { workspace: { configuration: true } },
    folder: URI.file(folder).toString(),
    prepare: (connection) => {
      connection.onRequest(ConfigurationRequest.type, ({ items }) =>
        items.map(({ section }) => (section === 'sidecarGuard' ? { workspaceProblems: mode } : null)),
      );
    },
    ...options,
  });
  client = started;
  const change = async (name: string, text: string): Promise<void> => {
    await write(name, text);
    const changes: FileEvent[] = [{ uri: uriOf(name), type: FileChangeType.Changed }];
    await started.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes });
  };
  return { client: started, uriOf, write, change };
}

async function report(editor: Client, previous: readonly WorkspaceDocumentDiagnosticReport[] = []) {
  await editor.connection.sendRequest('sidecarGuard/workspaceRead');
  const previousResultIds = previous.map(({ uri, resultId = '' }) => ({ uri, value: resultId }));
  const { items } = await editor.connection.sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds });
  return items;
}

const codesOf = (item: WorkspaceDocumentDiagnosticReport | undefined): unknown[] =>
  item?.kind === 'full' ? item.items.map(({ code }) => code) : [];

describe('problems of files that are not open', () => {
  it('are pushed to a client that does not ask', async () => {
    const { client: editor, uriOf } = await start();
    const found = await editor.published(uriOf('a/pod.yaml'), ({ diagnostics }) => diagnostics.length > 0);
    expect(found.map(({ code, severity }) => [code, severity])).toEqual([['privileged', 2]]);
    expect(editor.publications(uriOf('c/clean.yaml'))).toEqual([]);
  });

  it('are errors and warnings, or all that is found, or none, as the setting says', async () => {
    const all = await start({ mode: 'all', capabilities: PULLS });
    expect((await report(all.client)).flatMap(codesOf)).toContain('image-gate-missing');
    await all.client.stop();
    const none = await start({ mode: 'open files', capabilities: PULLS });
    expect(await report(none.client)).toEqual([]);
  });

  it('are the answer to a request for all, and unchanged in the next one', async () => {
    const { client: editor, uriOf, change } = await start({ capabilities: PULLS });
    const first = await report(editor);
    expect(first.map(({ uri }) => uri)).toEqual([uriOf('a/pod.yaml'), uriOf('b/pod.yaml')]);
    expect(first.map(({ kind }) => kind)).toEqual(['full', 'full']);
    expect((await report(editor, first)).map(({ kind }) => kind)).toEqual(['unchanged', 'unchanged']);

    await change('a/pod.yaml', podOf('one').replace('privileged: true', ''));
    await expect.poll(async () => (await report(editor, first)).map(({ kind }) => kind)).toEqual(['unchanged', 'full']);
    const [, gone] = await report(editor, first);
    expect(gone).toMatchObject({ uri: uriOf('a/pod.yaml'), items: [] });
  });

  it('are reported as they change, each file alone, while a request stays open', async () => {
    const { client: editor, uriOf, write, change } = await start({ capabilities: PULLS });
    const first = await report(editor);
    const told: WorkspaceDocumentDiagnosticReport[] = [];
    const partial = new ProgressType<WorkspaceDiagnosticReportPartialResult>();
    editor.connection.onProgress(partial, 'problems', ({ items }) => void told.push(...items));
    const stop = new CancellationTokenSource();
    const previousResultIds = first.map(({ uri, resultId = '' }) => ({ uri, value: resultId }));
    const params = { previousResultIds, partialResultToken: 'problems' };
    const answer = editor.connection.sendRequest(WorkspaceDiagnosticRequest.type, params, stop.token);
    await expect.poll(() => told.map(({ kind }) => kind)).toEqual(['unchanged', 'unchanged']);
    told.length = 0;

    // The level of a namespace makes an error of the warning in another file, and in no other.
    await write('n.yaml', namespaceOf('privileged'));
    await editor.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: uriOf('n.yaml'), type: FileChangeType.Created }],
    });
    await expect.poll(() => told.map(({ uri }) => uri)).toEqual([uriOf('a/pod.yaml')]);
    await change('n.yaml', namespaceOf('baseline'));
    await expect.poll(() => told.flatMap(codesOf)).toContain('privileged');
    expect(new Set(told.map(({ uri }) => uri))).toEqual(new Set([uriOf('a/pod.yaml')]));
    stop.cancel();
    expect(await answer).toEqual({ items: [] });
  });

  it('are the text in the editor while a file is open, and what is on disk when it is closed', async () => {
    const { client: editor, uriOf } = await start({ capabilities: PULLS });
    const uri = uriOf('a/pod.yaml');
    await report(editor);
    await editor.open(uri, FILES['c/clean.yaml']);
    expect(await editor.pull(uri)).toEqual([]);
    await editor.close(uri);
    await expect.poll(async () => (await editor.pull(uri)).map(({ code }) => code)).toEqual(['privileged']);
  });
});
