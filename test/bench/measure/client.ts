import { type ChildProcess, spawn } from 'node:child_process';
import {
  ConfigurationRequest,
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  InitializedNotification,
  InitializeRequest,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  RegistrationRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentContentChangeEvent,
  WorkDoneProgressCreateRequest,
} from 'vscode-languageserver-protocol/node';
import { peakMegabytes, processSeconds } from './resources';

/** How long diagnostics may take, in milliseconds. */
const LONGEST_MS = 120_000;

/** A language server, and how an editor sets it up. */
export interface ServerCommand {
  readonly words: readonly string[];
  /** The settings, by section. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly folder?: string;
  readonly initializationOptions?: unknown;
  /** Says more to the server than the protocol asks for, before and after it is initialized. */
  readonly prepare?: (connection: ProtocolConnection) => void;
  readonly initialized?: (connection: ProtocolConnection) => void;
}

/** An editor as seen by a language server: it takes diagnostics as they are pushed, and notes when. */
export class EditorClient {
  readonly connection: ProtocolConnection;
  readonly #process: ChildProcess;
  readonly #versions = new Map<string, number>();
  #published: (params: PublishDiagnosticsParams) => void = () => {};
  /** From the start of the process to the answer, in milliseconds. */
  initializeMs = Number.NaN;

  private constructor(child: ChildProcess, connection: ProtocolConnection, { settings, prepare }: ServerCommand) {
    this.#process = child;
    this.connection = connection;
    connection.onNotification(PublishDiagnosticsNotification.type, (params) => this.#published(params));
    connection.onRequest(ConfigurationRequest.type, ({ items }) =>
      items.map(({ section = '' }) => settings?.[section] ?? null),
    );
    connection.onRequest(RegistrationRequest.type, () => {});
    connection.onRequest(WorkDoneProgressCreateRequest.type, () => {});
    prepare?.(connection);
    connection.listen();
  }

  static async start(command: ServerCommand): Promise<EditorClient> {
    const [program = process.execPath, ...words] = command.words;
    const start = performance.now();
    const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'ignore'] });
    const reader = new StreamMessageReader(child.stdout);
    const connection = createProtocolConnection(reader, new StreamMessageWriter(child.stdin));
    const client = new EditorClient(child, connection, command);
    await connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: command.folder ?? null,
      capabilities: {
        workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } },
        textDocument: {
          publishDiagnostics: { versionSupport: true, relatedInformation: true },
          completion: { completionItem: { snippetSupport: true } },
        },
        window: { workDoneProgress: true },
      },
      initializationOptions: command.initializationOptions,
      workspaceFolders: command.folder ? [{ uri: command.folder, name: 'workspace' }] : null,
    });
    client.initializeMs = performance.now() - start;
    await connection.sendNotification(InitializedNotification.type, {});
    command.initialized?.(connection);
    return client;
  }

  /** Opens a document, and gives the time until its first diagnostics, in milliseconds. */
  async open(uri: string, text: string): Promise<number> {
    this.#versions.set(uri, 1);
    const textDocument = { uri, languageId: 'yaml', version: 1, text };
    return this.#untilPublished(uri, 1, () =>
      this.connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument }),
    );
  }

  /** Changes a document, and gives the time until its diagnostics, in milliseconds. */
  async edit(uri: string, contentChanges: TextDocumentContentChangeEvent[]): Promise<number> {
    const version = (this.#versions.get(uri) ?? 0) + 1;
    this.#versions.set(uri, version);
    return this.#untilPublished(uri, version, () =>
      this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version },
        contentChanges,
      }),
    );
  }

  /** Sends a request, and gives the time until its answer, in milliseconds. */
  async ask<Answer>(
    send: (connection: ProtocolConnection) => Promise<Answer>,
  ): Promise<{ readonly ms: number; readonly answer: Answer }> {
    const start = performance.now();
    const answer = await send(this.connection);
    return { ms: performance.now() - start, answer };
  }

  /** The most memory that the server has had, in MB. */
  get peakMegabytes(): number {
    return peakMegabytes(this.#process.pid ?? 0) ?? Number.NaN;
  }

  /** The time that the server has had on processors, in seconds. */
  get processorSeconds(): number {
    return processSeconds(this.#process.pid ?? 0);
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('close', resolve));
    this.connection.dispose();
    this.#process.kill('SIGKILL');
    await ended;
  }

  /** A server that leaves out the version publishes once for each change. */
  async #untilPublished(uri: string, version: number, send: () => Promise<void>): Promise<number> {
    const start = performance.now();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`The server has published no diagnostics of ${uri} in ${LONGEST_MS / 1000} s.`)),
        LONGEST_MS,
      );
      this.#published = (params) => {
        if (params.uri !== uri || (params.version ?? version) < version) return;
        this.#published = () => {};
        clearTimeout(timer);
        resolve(performance.now() - start);
      };
      send().catch(reject);
    });
  }
}
