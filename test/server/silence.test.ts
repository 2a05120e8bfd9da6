import { afterEach, describe, expect, it } from 'vitest';
import {
  ApplyWorkspaceEditRequest,
  type CodeAction,
  CodeActionResolveRequest,
  ShowMessageNotification,
  type TextDocumentEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import { applyAction, Client, rangeOf } from './client';

const FOLDER = 'file:///silence';
const URI = `${FOLDER}/pod.yaml`;
const POD = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: registry.example.com/web:1
      securityContext:
        privileged: true
`;
const PRIVILEGED = rangeOf(POD, 'privileged: true');

let client: Client | undefined;
afterEach(() => client?.stop());

/** An editor with what ours has, and what the server had it do or say. */
async function start(): Promise<{ client: Client; edits: WorkspaceEdit[]; said: string[] }> {
  const edits: WorkspaceEdit[] = [];
  const said: string[] = [];
  const started = await Client.start({
    folder: FOLDER,
    capabilities: {
      workspace: { applyEdit: true, workspaceEdit: { documentChanges: true, resourceOperations: ['create'] } },
      textDocument: { codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] } } },
    },
    initializationOptions: { explainsRules: true, silencesFindings: true },
    prepare: (connection) => {
      connection.onRequest(ApplyWorkspaceEditRequest.type, ({ edit }) => {
        edits.push(edit);
        return { applied: true };
      });
      connection.onNotification(ShowMessageNotification.type, ({ message }) => void said.push(message));
    },
  });
  client = started;
  return { client: started, edits, said };
}

/** The text of the file that an edit changes, which had this text before. */
function changed(edit: WorkspaceEdit | undefined, text: string): string {
  const change = edit?.documentChanges?.find((part): part is TextDocumentEdit => 'textDocument' in part);
  const { uri } = change?.textDocument ?? { uri: '' };
  return applyAction(uri, text, { title: '', edit: { documentChanges: change ? [change] : [] } });
}

async function silenced(text: string, scope: string, reason: string) {
  const editor = await start();
  await editor.client.open(URI, text);
  const actions = await editor.client.codeActions(URI, rangeOf(text, 'privileged: true'));
  const { command } = actions.find(({ title }) => title.startsWith('Silence')) ?? {};
  const [offer] = command?.arguments ?? [];
  const finding = offer.findings.find(({ rule }: { rule: string }) => rule === 'privileged');
  const { rule, position } = finding;
  await editor.client.connection.sendRequest('sidecarGuard/silence', { uri: URI, rule, position, scope, reason });
  return { ...editor, edit: editor.edits[0] };
}

/** Whether a manifest still has the finding, told by a server that opens it anew. */
async function rulesOf(text: string): Promise<unknown[]> {
  await client?.open(`${FOLDER}/again.yaml`, text);
  const found = (await client?.published(`${FOLDER}/again.yaml`, () => true)) ?? [];
  return found.map(({ code }) => code);
}

describe('the actions of a finding', () => {
  it('fix it, explain it and silence it, in this order', async () => {
    const { client: editor } = await start();
    await editor.open(URI, POD);
    const titles = (await editor.codeActions(URI, PRIVILEGED)).map(({ title }) => title);
    expect(titles.indexOf('Explain privileged')).toBeGreaterThan(0);
    expect(titles.slice(titles.indexOf('Explain privileged'))).toEqual(['Explain privileged', 'Silence privileged…']);
  });

  it('are at most two a finding, where several findings meet, and one that silences', async () => {
    const text = POD.replace('registry.example.com/web:1', 'nginx');
    const { client: editor } = await start();
    await editor.open(URI, text);
    const actions = await editor.codeActions(URI, rangeOf(text, 'nginx'));
    const rules = new Set(actions.flatMap(({ diagnostics = [] }) => diagnostics.map(({ code }) => code)));
    expect(rules).toEqual(new Set(['mutable-tag', 'unqualified-image']));
    expect(actions.at(-1)?.title).toBe('Silence a finding…');
    expect(new Set(actions.at(-1)?.diagnostics?.map(({ code }) => code))).toEqual(rules);
    for (const rule of rules) {
      const own = actions.slice(0, -1).filter(({ diagnostics }) => diagnostics?.some(({ code }) => code === rule));
      expect(own.length).toBeLessThanOrEqual(2);
    }
  });

  it('fix the whole file when they are chosen', async () => {
    const text = POD.replace('registry.example.com/web:1', 'nginx:1.27 # ours');
    const two = `${text}    - name: log\n      image: fluent/fluent-bit:3.1\n`;
    const { client: editor } = await start();
    await editor.open(URI, two);
    const actions = await editor.codeActions(URI, rangeOf(two, 'nginx:1.27'));
    const all = actions.find(({ title }) => title.startsWith('Fix all'));
    expect(all?.edit).toBeUndefined();
    const resolved: CodeAction = await editor.connection.sendRequest(CodeActionResolveRequest.type, {
      title: '',
      ...all,
    });
    expect(applyAction(URI, two, resolved)).toBe(
      two
        .replace('nginx:1.27', 'docker.io/library/nginx:1.27')
        .replace('fluent/fluent-bit', 'docker.io/fluent/fluent-bit'),
    );
  });
});

describe('a finding is silenced, with its reason,', () => {
  it.each([
    ['line', '        # sidecar-guard-disable-next-line privileged -- it is, a CNI\n        privileged: true\n'],
    ['container', '  annotations:\n    sidecar-guard/ignore: "web:privileged -- it is; a CNI"\n'],
    ['resource', '  annotations:\n    sidecar-guard/ignore: "privileged -- it is; a CNI"\n'],
    ['file', '# sidecar-guard-disable privileged -- it is, a CNI\napiVersion: v1\n'],
  ])('in the %s', async (scope, written) => {
    const { edit } = await silenced(POD, scope, ' it is,\na  CNI ');
    const text = changed(edit, POD);
    expect(text).toContain(written);
    expect(await rulesOf(text)).not.toContain('privileged');
  });

  it('in every document of the file that has it', async () => {
    const text = `${POD}---\n# another\nkind: Namespace\napiVersion: v1\nmetadata: { name: shop }\n---\n${POD}`;
    const { edit } = await silenced(text, 'file', '');
    expect(changed(edit, text).split('# sidecar-guard-disable privileged\n').length).toBe(3);
    expect(await rulesOf(changed(edit, text))).not.toContain('privileged');
  });

  it('everywhere, in a new configuration file', async () => {
    const { edit } = await silenced(POD, 'workspace', 'nodes are ours');
    expect(edit?.documentChanges?.[0]).toMatchObject({ kind: 'create', uri: `${FOLDER}/.sidecar-guard.yaml` });
    expect(changed(edit, '')).toBe('rules:\n  privileged: off # nodes are ours\n');
  });

  it('together with what is silenced there', async () => {
    const text = POD.replace(
      '        privileged',
      '        # sidecar-guard-disable-next-line run-as-user -- as root\n        privileged',
    );
    const { edit } = await silenced(text, 'line', 'a CNI');
    expect(changed(edit, text)).toContain(
      '# sidecar-guard-disable-next-line run-as-user privileged -- as root; a CNI\n        privileged',
    );
  });

  it('unless the manifest has changed meanwhile', async () => {
    const { client: editor, edits, said } = await start();
    await editor.open(URI, POD);
    const params = { uri: URI, rule: 'privileged', position: { line: 1, character: 0 }, scope: 'line', reason: '' };
    await editor.connection.sendRequest('sidecarGuard/silence', params);
    expect(edits).toEqual([]);
    expect(said).toEqual([
      'Nothing was silenced: the manifest no longer has a finding of privileged at this place. Try again.',
    ]);
  });
});
