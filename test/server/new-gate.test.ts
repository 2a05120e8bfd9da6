import { afterEach, expect, it } from 'vitest';
import type { CreateFile, TextDocumentEdit } from 'vscode-languageserver-protocol/node';
import { newGateRequest } from '../../server/src/protocol';
import { Client, rangeOf } from './client';

const URI = 'file:///shop/pod.yaml';
const POD =
  'apiVersion: v1\nkind: Pod\nmetadata: { name: web, namespace: shop }\nspec:\n  containers:\n    - { name: web, image: "ghcr.io/our-org/web:1" }\n';
const WITH_FILES = { workspace: { workspaceEdit: { documentChanges: true, resourceOperations: ['create' as const] } } };

let client: Client | undefined;
afterEach(() => client?.stop());

async function actions(capabilities: object, initializationOptions: unknown = {}) {
  client = await Client.start({ capabilities, initializationOptions });
  await client.open(URI, POD);
  const found = await client.codeActions(URI, rangeOf(POD, 'web'));
  return found.filter(({ title }) => title.startsWith('Create an image gate'));
}

it('is offered for each engine where nothing gates a pod, as a new file beside the manifest', async () => {
  const [first, ...others] = await actions(WITH_FILES, { opensBeside: true });
  expect(first?.title).toBe(
    'Create an image gate for ValidatingAdmissionPolicy from the registries in use (image-gate.yaml)',
  );
  expect(others).toHaveLength(2);
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
  expect(await client?.connection.sendRequest(newGateRequest, { engine: 'Kyverno', beside: URI })).toBeNull();
});
