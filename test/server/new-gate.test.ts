import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import type { CreateFile, TextDocumentEdit } from 'vscode-languageserver-protocol/node';
import { type NewGateEngines, newGateEnginesRequest, newGateRequest } from '../../server/src/protocol';
import { Client, rangeOf } from './client';
import { Workspace } from './virtual-workspace';

const URI = 'file:///shop/pod.yaml';
const POD =
  'apiVersion: v1\nkind: Pod\nmetadata: { name: web, namespace: shop }\nspec:\n  containers:\n    - { name: web, image: "ghcr.io/our-org/web:1" }\n';
const WITH_FILES = { workspace: { workspaceEdit: { documentChanges: true, resourceOperations: ['create' as const] } } };

let client: Client | undefined;
afterEach(async () => {
  await client?.stop();
  client = undefined;
});

async function actions(capabilities: object, initializationOptions: unknown = {}) {
  client = await Client.start({ capabilities, initializationOptions });
  await client.open(URI, POD);
  const found = await client.codeActions(URI, rangeOf(POD, 'web'));
  return found.filter(({ title }) => title.startsWith('Create an image gate'));
}

it('is offered for each engine where nothing gates a pod, as a new file beside the manifest', async () => {
  const offered = await actions(WITH_FILES, { opensBeside: true });
  const engines = await client?.connection.sendRequest<NewGateEngines>(newGateEnginesRequest);
  expect(engines?.slice(0, 3)).toEqual(['ValidatingAdmissionPolicy', 'Kyverno', 'Gatekeeper']);
  expect(offered.map(({ title }) => title)).toEqual(
    engines?.map((engine) => `Create an image gate for ${engine} from the registries in use (image-gate.yaml)`),
  );
  const [first] = offered;
  const [create, insert] = (first?.edit?.documentChanges ?? []) as [CreateFile, TextDocumentEdit];
  expect(create).toEqual({
    kind: 'create',
    uri: 'file:///shop/image-gate.yaml',
    options: { overwrite: false, ignoreIfExists: false },
  });
  const [edit] = insert.edits;
  const text = edit && 'newText' in edit ? edit.newText : '';
  expect(text).toContain('ghcr.io/our-org/');
  expect(first?.command?.arguments).toEqual(['file:///shop/image-gate.yaml']);

  // Once it is there, the pod is gated, and another one gets another name.
  await client?.open('file:///shop/image-gate.yaml', text);
  await client?.published(URI, ({ diagnostics }) => diagnostics.every(({ code }) => code !== 'image-gate-missing'));
  const another = await client?.connection.sendRequest(newGateRequest, { engine: 'Kyverno', beside: URI });
  expect(another).toMatchObject({ uri: 'file:///shop/image-gate-2.yaml' });
  expect(await client?.connection.sendRequest(newGateRequest, { engine: 'Other', beside: URI })).toBeNull();
});

it('is not offered to an editor that makes no files', async () => {
  expect(await actions({})).toEqual([]);
});

it('admits only what the user allows', async () => {
  await actions(WITH_FILES);
  await client?.open('file:///shop/.sidecar-guard.yaml', 'allowedRegistries: [registry.example.com]\n');
  expect(await client?.connection.sendRequest(newGateRequest, { engine: 'Kyverno', beside: URI })).toEqual({
    problem: 'There is nothing to admit. `allowedRegistries` does not include the registry of ghcr.io/our-org/web:1.',
  });
});

describe('its name is', () => {
  const gate = (name: string): string =>
    `apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: { name: ${name} }\nspec: { rules: [] }\n`;

  it('that of no other policy, in whatever folder: the second would take the place of the first in the cluster', async () => {
    await actions(WITH_FILES);
    await client?.open('file:///other/policies.yaml', `${gate('image-gate')}---\n${gate('image-gate-3')}`);
    await client?.open('file:///shop/image-gate-2.yaml', POD);
    expect(await client?.connection.sendRequest(newGateRequest, { engine: 'Kyverno', beside: URI })).toMatchObject({
      uri: 'file:///shop/image-gate-4.yaml',
      text: expect.stringContaining('name: image-gate-4\n'),
    });
  });

  it('that of no file of a virtual workspace, whatever is in it', async () => {
    const workspace = new Workspace({
      'memory:/w/pod.yaml': POD,
      'memory:/w/image-gate.yaml': 'foo: bar\n',
      'memory:/w/image-gate-2.yaml': '',
    });
    const started = await workspace.start();
    await workspace.until(/The workspace has/);
    const request = { engine: 'Kyverno', beside: 'memory:/w/pod.yaml' };
    expect(await started.connection.sendRequest(newGateRequest, request)).toMatchObject({
      uri: 'memory:/w/image-gate-3.yaml',
    });
  });

  it('that of no file on disk, whatever is in it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'new-gate-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, 'image-gate.yaml'), 'foo: bar\n');
    const beside = pathToFileURL(join(folder, 'pod.yaml')).href;
    client = await Client.start({ capabilities: WITH_FILES });
    await client.open(beside, POD);
    const found = await client.codeActions(beside, rangeOf(POD, 'web'));
    expect(found.find(({ title }) => title.includes('Gatekeeper'))?.title).toContain('(image-gate-2.yaml)');
  });
});
