import { expect, it, onTestFinished } from 'vitest';
import {
  ConfigurationRequest,
  DidChangeWorkspaceFoldersNotification,
  LogMessageNotification,
  type ProtocolConnection,
  ShowMessageNotification,
  WorkDoneProgress,
  WorkDoneProgressCancelNotification,
  WorkDoneProgressCreateRequest,
} from 'vscode-languageserver-protocol/node';
import { findFilesRequest, readFilesRequest } from '../../server/src/protocol';
import { podOf } from '../unit/manifests';
import { Client, type ClientOptions } from './client';

const POD = podOf(
  'containers:\n- { name: web, image: registry.example.com/web:1, securityContext: { privileged: true } }\n',
  'name: web\nnamespace: shop',
);
const NAMESPACE =
  'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { pod-security.kubernetes.io/enforce: baseline } }\n';
const URI = 'memory:/w/pod.yaml';
/** "severity rule" of what depends on other files. */
const seen = (diagnostics: readonly { code?: unknown; severity?: unknown }[]): string[] =>
  diagnostics.map(({ code, severity }) => `${severity} ${code}`).filter((line) => /privileged|gate/.test(line));

/** A workspace that only the client can read, as on vscode.dev. */
class Workspace {
  readonly files: Map<string, string>;
  readonly progress: string[] = [];
  readonly messages: string[] = [];
  /** Answers to `readFiles` wait for this. */
  gate: Promise<void> = Promise.resolve();
  maxFiles: number | undefined;
  cancelsAtOnce = false;
  /** Called with each message that the server logs or shows, and each step of its progress. */
  onEvent = (_: string): void => {};

  constructor(files: Record<string, string>) {
    this.files = new Map(Object.entries(files));
  }

  start(): Promise<Client> {
    const options: ClientOptions = {
      folder: 'memory:/w',
      capabilities: { window: { workDoneProgress: true }, workspace: { workspaceFolders: true, configuration: true } },
      initializationOptions: { providesFiles: true },
      prepare: (connection) => this.#answer(connection),
    };
    return Client.start(options).then((client) => {
      onTestFinished(() => client.stop());
      return client;
    });
  }

  /** Until an event has happened that a pattern matches. */
  until(pattern: RegExp): Promise<string> {
    return new Promise((found) => {
      const known = [...this.progress, ...this.messages].find((event) => pattern.test(event));
      if (known !== undefined) found(known);
      this.onEvent = (event) => {
        if (pattern.test(event)) found(event);
      };
    });
  }

  #answer(connection: ProtocolConnection): void {
    const heard = (list: string[], event: string): void => {
      list.push(event);
      this.onEvent(event);
    };
    connection.onRequest(findFilesRequest, () => [...this.files.keys()]);
    connection.onRequest(readFilesRequest, async ({ uris }: { uris: string[] }) => {
      await this.gate;
      return uris.map((uri) => this.files.get(uri) ?? null);
    });
    connection.onRequest(ConfigurationRequest.type, () => [{ maxFiles: this.maxFiles }]);
    connection.onRequest(WorkDoneProgressCreateRequest.type, async ({ token }) => {
      connection.onProgress(WorkDoneProgress.type, token, (value) => {
        heard(
          this.progress,
          value.kind === 'begin' ? `begin ${value.title}` : value.kind === 'report' ? `report ${value.message}` : 'end',
        );
        if (value.kind === 'begin' && this.cancelsAtOnce) {
          void connection.sendNotification(WorkDoneProgressCancelNotification.type, { token });
        }
      });
    });
    connection.onNotification(ShowMessageNotification.type, ({ message }) => heard(this.messages, message));
    connection.onNotification(LogMessageNotification.type, ({ message }) => heard(this.messages, message));
  }
}

const many = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`memory:/w/${at}.yaml`, `x: ${at}\n`]));

it('is read with a bar that says how far it is', async () => {
  const workspace = new Workspace({ ...many(120), 'memory:/w/ns.yaml': NAMESPACE });
  const client = await workspace.start();
  await workspace.until(/^end$/);
  expect(workspace.progress).toEqual([
    'begin Sidecar Guard: reading manifests',
    'report 0 of 121 files',
    'report 50 of 121 files',
    'report 100 of 121 files',
    'end',
  ]);
  await client.open(URI, POD);
  expect(seen(await client.published(URI, () => true))).toEqual(['3 image-gate-missing', '1 privileged']);
});

it('does not keep the editor waiting while it is read, and nothing is missing from it until then', async () => {
  const workspace = new Workspace({ 'memory:/w/ns.yaml': NAMESPACE });
  let release = (): void => {};
  workspace.gate = new Promise((resolve) => {
    release = resolve;
  });
  const client = await workspace.start();
  await client.open(URI, POD);
  expect(seen(await client.published(URI, () => true))).toEqual(['2 privileged']);
  release();
  const after = await client.published(URI, ({ diagnostics }) => seen(diagnostics).length === 2);
  expect(seen(after)).toEqual(['3 image-gate-missing', '1 privileged']);
});

it('is not taken as known when the user stops the reading', async () => {
  const workspace = new Workspace({ ...many(500), 'memory:/w/ns.yaml': NAMESPACE });
  workspace.cancelsAtOnce = true;
  const client = await workspace.start();
  const message = await workspace.until(/stopped/);
  expect(message).toMatch(
    /^Reading the workspace was stopped after \d+ of 501 YAML files: nothing is reported as missing/,
  );
  await client.open(URI, POD);
  expect(seen(await client.published(URI, () => true))).toEqual(['2 privileged']);
});

it('is read up to a limit, which the user is told of', async () => {
  const workspace = new Workspace({ ...many(30), 'memory:/w/ns.yaml': NAMESPACE });
  workspace.maxFiles = 30;
  const client = await workspace.start();
  expect(await workspace.until(/of which/)).toBe(
    'The workspace has 31 YAML files, of which Sidecar Guard reads 30: policies, namespaces, roles and services in the others don\'t count. "sidecarGuard.maxFiles" sets the limit.',
  );
  await client.open(URI, POD);
  expect(seen(await client.published(URI, () => true))).toEqual(['2 privileged']);
});

it('loses the files of a folder that is removed, and gains those of one that is added', async () => {
  const workspace = new Workspace({ 'memory:/other/ns.yaml': NAMESPACE });
  const client = await workspace.start();
  await client.open(URI, POD);
  const enforced = (params: { diagnostics: { code?: unknown; severity?: unknown }[] }): boolean =>
    seen(params.diagnostics).join() === '3 image-gate-missing,1 privileged';
  await client.published(URI, enforced);

  workspace.files.delete('memory:/other/ns.yaml');
  const other = { uri: 'memory:/other', name: 'other' };
  await client.connection.sendNotification(DidChangeWorkspaceFoldersNotification.type, {
    event: { added: [], removed: [other] },
  });
  await client.published(URI, ({ diagnostics }) => seen(diagnostics).join() === '3 image-gate-missing,2 privileged');

  workspace.files.set('memory:/other/ns.yaml', NAMESPACE);
  await client.connection.sendNotification(DidChangeWorkspaceFoldersNotification.type, {
    event: { added: [other], removed: [] },
  });
  await client.published(URI, enforced);
});

it('counts as it is in open editors, and again as it is on disk when they are closed', async () => {
  const ns = 'memory:/w/ns.yaml';
  const workspace = new Workspace({ [ns]: NAMESPACE });
  const client = await workspace.start();
  await client.open(URI, POD);
  await client.published(URI, ({ diagnostics }) => seen(diagnostics).includes('1 privileged'));
  await client.open(ns, NAMESPACE.replace('baseline', 'privileged'));
  await client.published(URI, ({ diagnostics }) => seen(diagnostics).join() === '3 image-gate-missing');
  await client.close(ns);
  await client.published(URI, ({ diagnostics }) => seen(diagnostics).includes('1 privileged'));
});
