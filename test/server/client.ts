import { type ChildProcess, fork, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import {
  type CodeAction,
  CodeActionRequest,
  createProtocolConnection,
  type Diagnostic,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  ExitNotification,
  type Hover,
  HoverRequest,
  InitializedNotification,
  type InitializeParams,
  InitializeRequest,
  IPCMessageReader,
  IPCMessageWriter,
  type Position,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  type Range,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentContentChangeEvent,
  type TextEdit,
  WorkspaceFoldersRequest,
} from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';

const SERVER = resolve('dist/server.js');

export interface ClientOptions {
  readonly transport?: 'stdio' | 'ipc';
  readonly capabilities?: InitializeParams['capabilities'];
  readonly initializationOptions?: unknown;
  readonly folder?: string;
  /** What stands before the words that start the server, over stdio. */
  readonly under?: readonly string[];
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Sets up what the client answers, before the server is told to start. */
  readonly prepare?: (connection: ProtocolConnection) => void;
}

/** A language client as small as an editor's can be, at the other end of a real server process. */
export class Client {
  readonly connection: ProtocolConnection;
  readonly #process: ChildProcess;
  readonly #versions = new Map<string, number>();
  readonly #published: PublishDiagnosticsParams[] = [];
  readonly #pulled = new Map<string, { readonly id: string; readonly items: Diagnostic[] }>();
  readonly #waiting = new Set<() => void>();

  private constructor(connection: ProtocolConnection, process: ChildProcess) {
    this.connection = connection;
    this.#process = process;
    connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
      this.#published.push(params);
      for (const check of this.#waiting) check();
    });
    connection.onRequest(WorkspaceFoldersRequest.type, () => null);
    connection.listen();
  }

  static async start(options: ClientOptions = {}): Promise<Client> {
    const client = options.transport === 'ipc' ? Client.#overIpc() : Client.#overStdio(options);
    options.prepare?.(client.connection);
    await client.connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: options.folder ?? null,
      capabilities: options.capabilities ?? {},
      initializationOptions: options.initializationOptions,
      workspaceFolders: options.folder ? [{ uri: options.folder, name: 'workspace' }] : null,
    });
    await client.connection.sendNotification(InitializedNotification.type, {});
    return client;
  }

  static #overStdio({ under = [], cwd, environment }: ClientOptions): Client {
    const [program = process.execPath, ...words] = [...under, process.execPath, SERVER, '--stdio'];
    const env = { ...process.env, ...environment };
    const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'inherit'], cwd, env });
    const reader = new StreamMessageReader(child.stdout);
    return new Client(createProtocolConnection(reader, new StreamMessageWriter(child.stdin)), child);
  }

  static #overIpc(): Client {
    const child = fork(SERVER, ['--node-ipc'], { silent: true });
    return new Client(createProtocolConnection(new IPCMessageReader(child), new IPCMessageWriter(child)), child);
  }

  async open(uri: string, text: string, version = 1): Promise<void> {
    this.#versions.set(uri, version);
    const textDocument = { uri, languageId: 'yaml', version, text };
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
  }

  /** Changes a document incrementally, as an editor does; gives the new version. */
  async edit(uri: string, range: Range, text: string): Promise<number> {
    return this.change(uri, [{ range, text }]);
  }

  /** Makes several changes, one after the other; gives the new version. */
  async change(uri: string, contentChanges: TextDocumentContentChangeEvent[]): Promise<number> {
    const version = (this.#versions.get(uri) ?? 0) + 1;
    this.#versions.set(uri, version);
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version },
      contentChanges,
    });
    return version;
  }

  async close(uri: string): Promise<void> {
    await this.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
  }

  /** The first pushed diagnostics of a document, from now on or from before, that satisfy a condition. */
  async published(uri: string, condition: (params: PublishDiagnosticsParams) => boolean): Promise<Diagnostic[]> {
    return new Promise((found) => {
      const check = (): void => {
        const match = this.#published.findLast((params) => params.uri === uri);
        if (!match || !condition(match)) return;
        this.#waiting.delete(check);
        found(match.diagnostics);
      };
      this.#waiting.add(check);
      check();
    });
  }

  /** All that was pushed so far about a document. */
  publications(uri: string): readonly PublishDiagnosticsParams[] {
    return this.#published.filter((params) => params.uri === uri);
  }

  /** Asks for the diagnostics of a document. Those of the last answer are taken again if the server says that they still hold. */
  async pull(uri: string): Promise<Diagnostic[]> {
    const known = this.#pulled.get(uri);
    const report = await this.connection.sendRequest(DocumentDiagnosticRequest.type, {
      textDocument: { uri },
      ...(known && { previousResultId: known.id }),
    });
    if (report.kind === 'unchanged') return known?.items ?? [];
    if (report.resultId === undefined) this.#pulled.delete(uri);
    else this.#pulled.set(uri, { id: report.resultId, items: report.items });
    return report.items;
  }

  async codeActions(uri: string, range: Range, only?: string[]): Promise<CodeAction[]> {
    const context = { diagnostics: [], ...(only && { only }) };
    const actions = await this.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri },
      range,
      context,
    });
    return (actions ?? []).filter((action): action is CodeAction => 'kind' in action);
  }

  async hover(uri: string, position: Position): Promise<Hover | null> {
    return this.connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position });
  }

  /** Ends the server as a crash would. What it was asked, and has not answered, is rejected. */
  async kill(): Promise<void> {
    const exited = new Promise((resolved) => this.#process.once('exit', resolved));
    this.#process.kill('SIGKILL');
    await exited;
    this.connection.dispose();
  }

  async stop(): Promise<void> {
    await this.connection.sendRequest(ShutdownRequest.type);
    const exited = new Promise((resolved) => this.#process.once('exit', resolved));
    await this.connection.sendNotification(ExitNotification.type);
    await exited;
    this.connection.dispose();
  }
}

/** A text with the edits of a code action. */
export function applyAction(uri: string, text: string, action: CodeAction): string {
  const edits = (action.edit?.documentChanges ?? []).flatMap((change) =>
    'textDocument' in change && change.textDocument.uri === uri ? (change.edits as TextEdit[]) : [],
  );
  return TextDocument.applyEdits(TextDocument.create(uri, 'yaml', 1, text), edits);
}

export function rangeOf(text: string, words: string): Range {
  const document = TextDocument.create('file:///x', 'yaml', 1, text);
  const start = text.indexOf(words);
  return { start: document.positionAt(start), end: document.positionAt(start + words.length) };
}
