import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import {
  type Diagnostic,
  DiagnosticRefreshRequest,
  DidChangeWatchedFilesNotification,
  DidChangeWorkspaceFoldersNotification,
  FileChangeType,
  LogMessageNotification,
} from 'vscode-languageserver-protocol/node';
import { URI as Uri } from 'vscode-uri';
import { podOf } from '../unit/manifests';
import { Client } from './client';
import { Workspace } from './virtual-workspace';

const POD = podOf(
  'containers:\n- { name: web, image: registry.example.com/web:1, securityContext: { privileged: true } }\n',
  'name: web\nnamespace: shop',
);
const NAMESPACE =
  'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { pod-security.kubernetes.io/enforce: baseline } }\n';
const GATE =
  'apiVersion: apiserver.config.k8s.io/v1\nkind: AdmissionConfiguration\nplugins: [{ name: ImagePolicyWebhook }]\n';
const URI = 'memory:/w/pod.yaml';
/** "severity rule" of what depends on other files. */
const seen = (diagnostics: readonly { code?: unknown; severity?: unknown }[]): string[] =>
  diagnostics.map(({ code, severity }) => `${severity} ${code}`).filter((line) => /privileged|gate/.test(line));

/** Tells the server what happened to files, as an editor that watches them does. */
const tell = (client: Client, type: FileChangeType, ...uris: string[]): Promise<void> =>
  client.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
    changes: uris.map((uri) => ({ uri, type })),
  });

/** Until the pod is found to have just this. */
const untilSeen = (client: Client, ...findings: string[]): Promise<unknown> =>
  client.published(URI, ({ diagnostics }) => seen(diagnostics).join() === findings.join());

const many = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`memory:/w/${index}.yaml`, `x: ${index}\n`]));

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
  expect(await workspace.until(/reads only/)).toBe(
    'Sidecar Guard reads only 30 of the 31 YAML files in this workspace: policies, namespaces, roles and services in the other files are ignored. To read more files, raise `sidecarGuard.maxFiles`.',
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

it('has one file for all spellings of its URI, and answers in the one of the editor', async () => {
  const workspace = new Workspace({ 'file:///c%3A/w/a%40b/ns.yaml': NAMESPACE });
  const client = await workspace.start();
  await client.open(URI, POD);
  await untilSeen(client, '3 image-gate-missing', '1 privileged');
  const opened = 'file:///C:/w/a@b/ns.yaml';
  await client.open(opened, NAMESPACE.replace('baseline', 'loose'));
  expect(await client.published(opened, () => true)).toHaveLength(1);
  await untilSeen(client, '3 image-gate-missing', '2 privileged');
  await client.close(opened);
  await untilSeen(client, '3 image-gate-missing', '1 privileged');
  workspace.files.set('file:///c%3A/w/a%40b/ns.yaml', NAMESPACE.replace('baseline', 'privileged'));
  await tell(client, FileChangeType.Changed, opened);
  await untilSeen(client, '3 image-gate-missing');
});

it('loses the files of a folder that is deleted, of which only the folder is heard of', async () => {
  const workspace = new Workspace({ 'memory:/w/a/b/ns.yaml': NAMESPACE, 'memory:/w/a.yaml': GATE });
  const client = await workspace.start();
  await client.open(URI, POD);
  await untilSeen(client, '1 privileged');
  workspace.files.delete('memory:/w/a/b/ns.yaml');
  await tell(client, FileChangeType.Deleted, 'memory:/w/a');
  await untilSeen(client, '2 privileged');
});

it('gains the files of a folder that is moved into it, but none that searches leave out', async () => {
  const workspace = new Workspace({});
  const client = await workspace.start();
  await client.open(URI, POD);
  await untilSeen(client, '3 image-gate-missing', '2 privileged');
  workspace.files.set('memory:/w/out/gate.yaml', GATE);
  workspace.excluded.add('memory:/w/out/gate.yaml');
  workspace.files.set('memory:/w/moved/ns.yaml', NAMESPACE);
  await tell(client, FileChangeType.Created, 'memory:/w/out/gate.yaml', 'memory:/w/moved');
  await untilSeen(client, '3 image-gate-missing', '1 privileged');
});

it('gains the files of a folder with a dot in its name, and is not searched for every other new file', async () => {
  const workspace = new Workspace({});
  const client = await workspace.start();
  await client.open(URI, POD);
  await untilSeen(client, '3 image-gate-missing', '2 privileged');
  workspace.files.set('memory:/w/app.example.com/ns.yaml', NAMESPACE);
  workspace.files.set('memory:/w/app.js', 'x');
  await tell(client, FileChangeType.Created, 'memory:/w/app.js');
  await untilSeen(client, '3 image-gate-missing', '2 privileged');
  await tell(client, FileChangeType.Created, 'memory:/w/app.example.com');
  await untilSeen(client, '3 image-gate-missing', '1 privileged');
});

it('is not taken as known any more when it grows beyond the limit', async () => {
  const workspace = new Workspace(many(1));
  workspace.maxFiles = 1;
  const client = await workspace.start();
  await client.open(URI, POD);
  await untilSeen(client, '3 image-gate-missing', '2 privileged');
  workspace.files.set('memory:/w/ns.yaml', NAMESPACE);
  await tell(client, FileChangeType.Created, 'memory:/w/ns.yaml');
  await untilSeen(client, '2 privileged');
});

it('keeps a file that is deleted and created again at once, as some editors save', async () => {
  const ns = 'memory:/w/ns.yaml';
  const workspace = new Workspace({ [ns]: NAMESPACE });
  const client = await workspace.start();
  await client.open(URI, POD);
  await untilSeen(client, '3 image-gate-missing', '1 privileged');
  await client.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
    changes: [
      { uri: ns, type: FileChangeType.Deleted },
      { uri: ns, type: FileChangeType.Created },
    ],
  });
  // Whatever happens next shows what there is now.
  await client.open('memory:/w/gate.yaml', GATE);
  const after = await client.published(URI, ({ diagnostics }) => !seen(diagnostics).includes('3 image-gate-missing'));
  expect(seen(after)).toEqual(['1 privileged']);
});

it('forgets a file from elsewhere when its editor is closed', async () => {
  const elsewhere = 'memory:/elsewhere/ns.yaml';
  const workspace = new Workspace({ [elsewhere]: NAMESPACE });
  workspace.excluded.add(elsewhere);
  const client = await workspace.start();
  await client.open(URI, POD);
  await untilSeen(client, '3 image-gate-missing', '2 privileged');
  await client.open(elsewhere, NAMESPACE);
  await untilSeen(client, '3 image-gate-missing', '1 privileged');
  await client.close(elsewhere);
  await untilSeen(client, '3 image-gate-missing', '2 privileged');
});

it('has a file as it was read last, even if an older reading comes later', async () => {
  const ns = 'memory:/w/ns.yaml';
  const workspace = new Workspace({ [ns]: NAMESPACE });
  const client = await workspace.start();
  await client.open(URI, POD);
  await untilSeen(client, '3 image-gate-missing', '1 privileged');

  let release = (): void => {};
  workspace.gate = new Promise((resolve) => {
    release = resolve;
  });
  const asked = new Promise<void>((resolve) => {
    workspace.onRead = resolve;
  });
  workspace.files.set(ns, NAMESPACE.replace('baseline', 'privileged'));
  await tell(client, FileChangeType.Changed, ns);
  await asked;
  workspace.gate = Promise.resolve();
  workspace.files.set(ns, '');
  await tell(client, FileChangeType.Changed, ns);
  await untilSeen(client, '3 image-gate-missing', '2 privileged');

  release();
  // The answer is sent before the gate is opened.
  await new Promise((sent) => setImmediate(sent));
  await client.open('memory:/w/gate.yaml', GATE);
  const after = await client.published(URI, ({ diagnostics }) => !seen(diagnostics).includes('3 image-gate-missing'));
  expect(seen(after)).toEqual(['2 privileged']);
});

it('is read without files of more than 5 MB, which the log names', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sidecar-guard-server-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const large = join(folder, 'large.yaml');
  await writeFile(large, `${NAMESPACE}# ${'ä'.repeat(2_500_000)}\n`);
  const messages: string[] = [];
  const client = await Client.start({
    folder: Uri.file(folder).toString(),
    prepare: (connection) =>
      void connection.onNotification(LogMessageNotification.type, ({ message }) => void messages.push(message)),
  });
  onTestFinished(() => client.stop());
  await vi.waitFor(() => expect(messages).toContain('The workspace has 1 YAML file.'));
  expect(messages[0]).toMatch(/large\.yaml was not read: it has 5000\d{3} bytes, and the limit is 5000000 bytes/);
  await client.open(URI, POD);
  expect(seen(await client.published(URI, () => true))).toEqual(['3 image-gate-missing', '2 privileged']);
});

/** Holds the answers to all requests for files, until they are released one by one. */
function holdAnswers(workspace: Workspace): { readonly held: (() => void)[]; until(count: number): Promise<void> } {
  const held: (() => void)[] = [];
  let heard = (): void => {};
  workspace.onRead = () => {
    workspace.gate = new Promise((resolve) => void held.push(resolve));
    heard();
  };
  const until = (count: number): Promise<void> =>
    new Promise((resolve) => {
      heard = () => held.length >= count && resolve();
      heard();
    });
  return { held, until };
}

it('is the same in whichever order its files arrive', async () => {
  // Of two namespaces with one name, the first one counts.
  const other = NAMESPACE.replace('baseline', 'privileged');
  const workspace = new Workspace({ ...many(148), 'memory:/w/a.yaml': NAMESPACE, 'memory:/w/z.yaml': other });
  const { held, until } = holdAnswers(workspace);
  const client = await workspace.start();
  await until(3);
  await client.open(URI, POD);
  for (const release of held.reverse()) release();
  await untilSeen(client, '3 image-gate-missing', '1 privileged');
});

it('has a closed file as it is on disk, and points to the lines of it', async () => {
  const rbac = (kind: string, name: string, rest: string): string =>
    `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata: { name: ${name} }\n${rest}`;
  const role = rbac('ClusterRole', 'all', 'rules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }]\n');
  const bindingTo = (name: string): string =>
    rbac(
      'ClusterRoleBinding',
      name,
      'roleRef: { kind: ClusterRole, name: all }\nsubjects: [{ kind: User, name: eve }]\n',
    );
  const roleUri = 'memory:/w/role.yaml';
  const bindingUri = 'memory:/w/binding.yaml';
  const workspace = new Workspace({ [bindingUri]: bindingTo('first') });
  const client = await workspace.start();
  await client.open(roleUri, role);
  /** Until a finding names the binding; then the line that it points to. */
  const lineOf = async (name: string): Promise<number | undefined> => {
    const named = ({ relatedInformation = [] }: Diagnostic) =>
      relatedInformation.filter(({ location, message }) => location.uri === bindingUri && message.includes(name));
    const diagnostics = await client.published(roleUri, (params) => params.diagnostics.flatMap(named).length > 0);
    return diagnostics.flatMap(named)[0]?.location.range.start.line;
  };
  expect(await lineOf('first')).toBe(2);
  workspace.files.set(bindingUri, `# Two\n# lines.\n---\n# One.\n${bindingTo('second')}`);
  await tell(client, FileChangeType.Changed, bindingUri);
  expect(await lineOf('second')).toBe(6);
});

it('does not keep a client waiting that pulls again when the workspace has been read', async () => {
  const workspace = new Workspace({ 'memory:/w/ns.yaml': NAMESPACE });
  workspace.pullsAgain = true;
  const { held, until } = holdAnswers(workspace);
  const client = await workspace.start();
  let again = (): void => {};
  client.connection.onRequest(DiagnosticRefreshRequest.type, () => again());
  await client.open(URI, POD);
  await until(1);
  expect(seen(await client.pull(URI))).toEqual(['2 privileged']);
  const complete = new Promise<string[]>((resolve) => {
    again = () => void client.pull(URI).then((items) => seen(items).length === 2 && resolve(seen(items)));
  });
  for (const release of held) release();
  expect(await complete).toEqual(['3 image-gate-missing', '1 privileged']);
});
