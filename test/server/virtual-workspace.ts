import { onTestFinished } from 'vitest';
import {
  ConfigurationRequest,
  LogMessageNotification,
  type ProtocolConnection,
  ShowMessageNotification,
  WorkDoneProgress,
  WorkDoneProgressCancelNotification,
  WorkDoneProgressCreateRequest,
} from 'vscode-languageserver-protocol/node';
import { findFilesRequest, type ReadFilesParams, readFilesRequest } from '../../server/src/protocol';
import { Client, type ClientOptions } from './client';

/** A workspace that only the client can read, as on vscode.dev. */
export class Workspace {
  readonly files: Map<string, string>;
  /** Files that the user excludes from searches. */
  readonly excluded = new Set<string>();
  readonly progress: string[] = [];
  readonly messages: string[] = [];
  /** Answers to `readFiles` wait for this. */
  gate: Promise<void> = Promise.resolve();
  maxFiles: number | undefined;
  cancelsAtOnce = false;
  /** The client pulls diagnostics, and again when it is told to. */
  pullsAgain = false;
  /** Called with each message that the server logs or shows, and each step of its progress. */
  onEvent = (_: string): void => {};
  /** Called when files are asked for, before the answer. */
  onRead = (): void => {};

  constructor(files: Record<string, string>) {
    this.files = new Map(Object.entries(files));
  }

  start(): Promise<Client> {
    const pulls = this.pullsAgain && { textDocument: { diagnostic: {} } };
    const diagnostics = { refreshSupport: this.pullsAgain };
    const options: ClientOptions = {
      folder: 'memory:/w',
      capabilities: {
        window: { workDoneProgress: true },
        workspace: { workspaceFolders: true, configuration: true, diagnostics },
        ...pulls,
      },
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
    connection.onRequest(findFilesRequest, () => [...this.files.keys()].filter((uri) => !this.excluded.has(uri)));
    connection.onRequest(readFilesRequest, async ({ uris }: ReadFilesParams) => {
      const texts = uris.map((uri) => this.files.get(uri) ?? null);
      this.onRead();
      await this.gate;
      return texts;
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
