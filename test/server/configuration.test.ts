import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { DidChangeWatchedFilesNotification, FileChangeType } from 'vscode-languageserver-protocol/node';
import { URI } from 'vscode-uri';
import { podWith } from '../unit/manifests';
import { Client, type ClientOptions } from './client';

async function start(options?: ClientOptions): Promise<Client> {
  const client = await Client.start(options);
  onTestFinished(() => client.stop());
  return client;
}

const CONFIGURATION = 'rules: { privileged: hint, image-gate-missing: off }\n';

it('a configuration file in the workspace counts, and again when it changes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sidecar-guard-server-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, '.sidecar-guard.yaml');
  await writeFile(file, CONFIGURATION);
  const client = await start({ folder: URI.file(folder).toString() });
  const uri = URI.file(join(folder, 'pod.yaml')).toString();
  await client.open(uri, podWith('web'));
  const hints = await client.published(uri, ({ diagnostics }) => diagnostics.some(({ severity }) => severity === 4));
  expect(hints.map(({ code, severity }) => `${severity} ${code}`)).toEqual(['4 privileged']);

  await rm(file);
  await client.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
    changes: [{ uri: URI.file(file).toString(), type: FileChangeType.Deleted }],
  });
  const without = await client.published(uri, ({ diagnostics }) => diagnostics.length === 2);
  expect(without.map(({ code, severity }) => `${severity} ${code}`)).toEqual(['3 image-gate-missing', '2 privileged']);
});

it('a configuration file that is edited counts as it is typed, and is told what is wrong in it', async () => {
  const client = await start();
  await client.open('file:///w/pod.yaml', podWith('web'));
  await client.open('file:///w/.sidecar-guard.yaml', `${CONFIGURATION}rule: {}\n`);
  const problems = await client.published('file:///w/.sidecar-guard.yaml', () => true);
  expect(problems.map(({ range, message }) => `${range.start.line} ${message}`)).toEqual([
    '1 "rule" is unknown. Write one of rules, kubernetesVersion, exclude, ignore, extends, podSecurity, allowedRegistries, requireDigest.',
  ]);
  const diagnostics = await client.published('file:///w/pod.yaml', (params) => params.diagnostics.length === 1);
  expect(diagnostics.map(({ code, severity }) => `${severity} ${code}`)).toEqual(['4 privileged']);
});

it('the settings of a client that cannot be asked are those that it starts the server with', async () => {
  const client = await start({ initializationOptions: { sidecarGuard: { rules: { privileged: 'hint' } } } });
  await client.open('file:///w/pod.yaml', podWith('web'));
  const found = await client.published('file:///w/pod.yaml', ({ diagnostics }) => diagnostics.length > 0);
  expect(found.map(({ code, severity }) => `${severity} ${code}`)).toContain('4 privileged');
});
