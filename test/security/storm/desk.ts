import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  type Diagnostic,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  LogMessageNotification,
  type TextDocumentContentChangeEvent,
} from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import { Client } from '../../server/client';

/** What an editor knows of its documents and of the files on disk, whatever happens to the server. */
export class Desk {
  readonly #folder: string;
  readonly #documents = new Map<string, TextDocument>();
  /** Takes diagnostics as they come in place of asking for them. */
  readonly #isPushed: boolean;
  #server: { readonly client: Client; readonly hasRead: Promise<void> } | undefined;

  /** @param documents those that are open from the beginning */
  constructor(folder: string, isPushed: boolean, documents: Iterable<TextDocument> = []) {
    this.#folder = folder;
    this.#isPushed = isPushed;
    for (const document of documents) this.#documents.set(document.uri, document);
  }

  /** Starts a server and opens in it what is open, as clients do after a crash. */
  async start(): Promise<void> {
    let tellRead = (): void => {};
    const hasRead = new Promise<void>((resolve) => {
      tellRead = resolve;
    });
    const client = await Client.start({
      folder: URI.file(this.#folder).toString(),
      capabilities: this.#isPushed ? {} : { textDocument: { diagnostic: {} } },
      prepare: (connection) =>
        connection.onNotification(LogMessageNotification.type, ({ message }) => {
          if (message.startsWith('The workspace has')) tellRead();
        }),
    });
    this.#server = { client, hasRead };
    for (const { uri, version } of this.#documents.values()) await client.open(uri, this.textOf(uri), version);
  }

  /** The server; without one, messages go nowhere. */
  get client(): Client | undefined {
    return this.#server?.client;
  }

  async kill(): Promise<void> {
    const client = this.client;
    this.#server = undefined;
    await client?.kill();
  }

  async stop(): Promise<void> {
    await this.client?.stop();
    this.#server = undefined;
  }

  get documents(): readonly TextDocument[] {
    return [...this.#documents.values()];
  }

  uriOf(name: string): string {
    return URI.file(join(this.#folder, name)).toString();
  }

  textOf(uri: string): string {
    return this.#documents.get(uri)?.getText() ?? '';
  }

  async open(uri: string, text: string): Promise<void> {
    this.#documents.set(uri, TextDocument.create(uri, 'yaml', 1, text));
    await this.client?.open(uri, text);
  }

  async close(uri: string): Promise<void> {
    this.#documents.delete(uri);
    await this.client?.close(uri);
  }

  async change(document: TextDocument, changes: TextDocumentContentChangeEvent[]): Promise<void> {
    TextDocument.update(document, changes, document.version + 1);
    await this.client?.change(document.uri, changes);
  }

  /** Puts a text on disk, or takes the file away, and tells the server so. */
  async write(name: string, text: string | undefined): Promise<void> {
    const path = join(this.#folder, name);
    const type: FileChangeType =
      text === undefined ? FileChangeType.Deleted : existsSync(path) ? FileChangeType.Changed : FileChangeType.Created;
    mkdirSync(dirname(path), { recursive: true });
    if (text === undefined) rmSync(path, { force: true });
    else writeFileSync(path, text);
    const changes = [{ uri: this.uriOf(name), type }];
    await this.client?.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes });
  }

  /** What the server answers about every open document, once it has read the folder. */
  async diagnostics(): Promise<Record<string, Diagnostic[]>> {
    const { client, hasRead } = this.#server ?? {};
    await hasRead;
    const entries = this.documents.map(async ({ uri }) => [uri, (await client?.pull(uri)) ?? []] as const);
    return Object.fromEntries(await Promise.all(entries));
  }

  /** What the server has said by itself about every open document; the same as its answers where the client asks. */
  async shown(): Promise<Record<string, Diagnostic[]>> {
    const { client } = this.#server ?? {};
    if (!client || !this.#isPushed) return this.diagnostics();
    const entries = this.documents.map(async ({ uri }) => [uri, await client.published(uri, () => true)] as const);
    return Object.fromEntries(await Promise.all(entries));
  }
}
