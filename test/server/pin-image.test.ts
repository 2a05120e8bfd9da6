import { afterEach, describe, expect, it } from 'vitest';
import {
  ApplyWorkspaceEditRequest,
  type CodeAction,
  ConfigurationRequest,
  ExecuteCommandRequest,
  ShowMessageNotification,
  type WorkDoneProgressBegin,
  WorkDoneProgressCancelNotification,
  WorkDoneProgressCreateRequest,
  type WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import { applyAction, Client, rangeOf } from './client';
import { push, pushIndex, startRegistry, startServer } from './registry/registry';

const URI = 'file:///pod.yaml';
const manifest = (image: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  containers:\n    - name: web\n      image: "${image}" # ours\n`;

let client: Client | undefined;
afterEach(() => client?.stop());

interface Editor {
  /** What the server had the editor do or say, as it comes. */
  readonly heard: (string | WorkspaceEdit)[];
  readonly progress: string[];
  next(): Promise<string | WorkspaceEdit>;
}

/** An editor that lets the server reach a registry without TLS. */
async function start(host: string): Promise<Editor & { client: Client }> {
  const heard: (string | WorkspaceEdit)[] = [];
  const progress: string[] = [];
  let wake = (): void => {};
  const hear = (what: string | WorkspaceEdit): void => {
    heard.push(what);
    wake();
  };
  client = await Client.start({
    capabilities: { workspace: { configuration: true, applyEdit: true }, window: { workDoneProgress: true } },
    prepare: (connection) => {
      connection.onRequest(ConfigurationRequest.type, ({ items }) =>
        items.map(({ section }) => (section === 'sidecarGuard' ? { images: { insecureRegistries: [host] } } : null)),
      );
      connection.onRequest(ApplyWorkspaceEditRequest.type, ({ edit }) => {
        hear(edit);
        return { applied: true };
      });
      connection.onRequest(WorkDoneProgressCreateRequest.type, () => {});
      connection.onNotification('$/progress', ({ token, value }: { token: string; value: WorkDoneProgressBegin }) => {
        if (value.message?.startsWith('Asking ')) progress.push(token);
      });
      connection.onNotification(ShowMessageNotification.type, ({ message }) => hear(message));
    },
  });
  const next = async (): Promise<string | WorkspaceEdit> => {
    while (heard.length === 0) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    return heard.shift() ?? '';
  };
  return { client, heard, progress, next };
}

async function offer(text: string): Promise<CodeAction | undefined> {
  await client?.close(URI);
  await client?.open(URI, text);
  const actions = (await client?.codeActions(URI, rangeOf(text, 'image: "'))) ?? [];
  return actions.find(({ command }) => command?.command === 'sidecarGuard.pinImage');
}

async function take({ command }: CodeAction): Promise<void> {
  await client?.connection.sendRequest(ExecuteCommandRequest.type, {
    command: command?.command ?? '',
    arguments: command?.arguments ?? [],
  });
}

function result(text: string, edit: string | WorkspaceEdit): string {
  return typeof edit === 'string' ? edit : applyAction(URI, text, { title: '', edit });
}

describe('pinning an image', () => {
  it('writes the digest behind the tag, and again when the tag has moved', async () => {
    const registry = await startRegistry();
    const digest = await pushIndex(registry, 'team/web', 'latest');
    const { next } = await start(registry.host);
    const image = `${registry.host}/team/web:latest`;
    const action = await offer(manifest(image));
    expect(action?.title).toBe(`Pin ${image} to its digest (asks ${registry.host})…`);
    // Editors list what solves a problem first; ways to silence the rule are not what most come for.
    expect(action?.diagnostics?.map(({ code }) => code)).toEqual(['mutable-tag']);
    if (action) await take(action);
    const pinned = result(manifest(image), await next());
    expect(pinned).toBe(manifest(`${image}@${digest}`));

    const again = await offer(pinned);
    expect(again?.title).toBe(`Refresh the digest of ${image} (asks ${registry.host})…`);
    if (again) await take(again);
    expect(await next()).toBe(`The digest of ${image}@${digest} is up to date at ${registry.host}.`);
    const moved = await push(registry, 'team/web', 'latest');
    if (again) await take(again);
    expect(result(pinned, await next())).toBe(manifest(`${image}@${moved}`));
  });

  it('asks no registry before it is taken, and says what went wrong', async () => {
    let questions = 0;
    const host = await startServer((_, response) => {
      questions++;
      response.writeHead(404).end('{}');
    });
    const { next } = await start(host);
    const action = await offer(manifest(`${host}/web:1`));
    expect(questions).toBe(0);
    if (action) await take(action);
    expect(await next()).toBe(`${host} has no image ${host}/web:1. Check the name and the tag.`);
  });

  it('is not offered where there is nothing to ask for', async () => {
    await start('localhost');
    expect(await offer(manifest('$IMAGE'))).toBeUndefined();
    expect(await offer(manifest(`localhost/web@sha256:${'a'.repeat(64)}`))).toBeUndefined();
  });

  it('writes nothing where it is cancelled, or where the manifest changed meanwhile', async () => {
    let asked = (): void => {};
    let answer = (): void => {};
    const host = await startServer((_, response) => {
      answer = () => {
        response.setHeader('content-type', 'application/vnd.oci.image.manifest.v1+json');
        response.end('{}');
      };
      asked();
    });
    const untilAsked = (): Promise<void> =>
      new Promise((resolve) => {
        asked = resolve;
      });
    const editor = await start(host);
    const text = manifest(`${host}/web:1`);
    const action = await offer(text);
    if (!action) throw new Error('Nothing is offered.');

    let isAsked = untilAsked();
    const cancelled = take(action);
    await isAsked;
    const token = editor.progress.at(-1) ?? '';
    await editor.client.connection.sendNotification(WorkDoneProgressCancelNotification.type, { token });
    await cancelled;
    expect(editor.heard).toEqual([]);

    isAsked = untilAsked();
    const taken = take(action);
    await isAsked;
    await editor.client.edit(URI, rangeOf(text, 'web:1'), 'api:2');
    // Answers come in the order of questions: after this one, the edit has been seen.
    await editor.client.hover(URI, { line: 0, character: 0 });
    answer();
    await taken;
    expect(await editor.next()).toBe(
      `The manifest changed while the digest of ${host}/web:1 was looked up, so nothing was written. Try again.`,
    );
  });
});
