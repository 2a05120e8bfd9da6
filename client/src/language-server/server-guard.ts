import { Diagnostic, DiagnosticSeverity, type Disposable, languages, Range, Uri, workspace } from 'vscode';
import {
  type BaseLanguageClient,
  CloseAction,
  type CloseHandlerResult,
  DocumentDiagnosticRequest,
  ErrorAction,
  type ErrorHandler,
  type ErrorHandlerResult,
  type Middleware,
  State,
} from 'vscode-languageclient';
import {
  aliveRequest,
  type ReadAgainParams,
  readAgainRequest,
  workspaceReadRequest,
} from '../../../server/src/protocol';
import { lensesRequest } from '../../../server/src/protocol/lenses';
import { tell } from '../says/tell';
import { say } from '../says/words';
import type { ServerHandle } from './server-handle';
import { Watchdog } from './watchdog';

/** A server that crashes more often than this, within `CRASH_PERIOD` milliseconds, is not restarted. */
const MOST_CRASHES = 4;
const CRASH_PERIOD = 3 * 60_000;

/** Restarts the server after a crash, and after a hang without the document that it hung on. */
export class ServerGuard implements Disposable, ErrorHandler {
  readonly #server: ServerHandle;
  readonly #watchdog: Watchdog;
  readonly #leftOut = languages.createDiagnosticCollection('sidecarGuard.leftOut');
  #client: BaseLanguageClient | undefined;
  #crashes: number[] = [];
  /** The watchdog killed the server to restart it without a document, so its end is not a crash. */
  #isKilled = false;

  constructor(server: ServerHandle) {
    this.#server = server;
    this.#watchdog = new Watchdog({
      isAlive: async () => this.#client?.sendRequest(aliveRequest),
      workspaceRead: async () => this.#client?.sendRequest(workspaceReadRequest),
      judge: async (uri) => this.#client?.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } }),
      readAgain: async (uri) => this.#client?.sendRequest(readAgainRequest, { uri } satisfies ReadAgainParams),
      kill: (isForSuspects) => {
        this.#isKilled = isForSuspects;
        void server.kill();
      },
      leaveOut: (uri) => this.#leaveOut(Uri.parse(uri)),
    });
  }

  /** Sits between VS Code and the server. */
  readonly middleware: Middleware = {
    didOpen: async (document, next) => {
      if (!this.#watchdog.mayGet(document.uri.toString(), () => next(document))) return;
      this.#leftOut.delete(document.uri);
      await next(document);
    },
    didChange: async (event, next) => {
      if (this.#watchdog.mayGet(event.document.uri.toString())) await next(event);
    },
    didClose: async (document, next) => {
      this.#watchdog.close(document.uri.toString());
      await next(document);
    },
    sendRequest: (type, params, token, next) => {
      const answer = next(type, params, token);
      // They come after the findings of a document, which would hang as well. A document that waits for them behind another one,
      // on which the server hangs, would be a suspect without need.
      const uri = methodOf(type) === lensesRequest ? undefined : uriIn(params);
      return uri === undefined ? answer : this.#watchdog.watch(uri, answer);
    },
  };

  /** Whether the server may get the text of a file; called right before it gets it. */
  mayRead(uri: Uri): boolean {
    return this.#watchdog.mayGet(uri.toString());
  }

  /** Watches over a client's server from now on. */
  attach(client: BaseLanguageClient): Disposable {
    this.#client = client;
    return client.onDidChangeState(({ newState }) => {
      if (newState !== State.Running) return;
      this.#isKilled = false;
      // Documents that are held back come after those that the client opens at the start.
      void client.start().then(() => this.#watchdog.release().catch(() => {}));
    });
  }

  /** Gives the server every document again. */
  forgive(): void {
    this.#watchdog.forgive();
    this.#leftOut.clear();
  }

  /** Kills a server that does not stop by itself. */
  kill(): Promise<void> {
    return this.#server.kill();
  }

  error(): ErrorHandlerResult {
    // The log has the error. The client would show its text unchecked.
    return { action: ErrorAction.Continue, handled: true };
  }

  closed(): CloseHandlerResult {
    // The server gets fewer documents each time, so the restarts end.
    if (this.#isKilled) {
      this.#isKilled = false;
      return { action: CloseAction.Restart, handled: true };
    }
    const now = Date.now();
    this.#crashes = [...this.#crashes.filter((time) => now - time < CRASH_PERIOD), now];
    if (this.#crashes.length <= MOST_CRASHES) return { action: CloseAction.Restart, handled: true };
    this.#crashes = [];
    void this.#tell(
      say`The Sidecar Guard server crashed ${MOST_CRASHES + 1} times in three minutes and was not restarted. See the output for the reason, then run "Restart Server".`,
    );
    return { action: CloseAction.DoNotRestart, handled: true };
  }

  dispose(): void {
    this.#watchdog.dispose();
    this.#leftOut.dispose();
    void this.#server.kill();
  }

  #leaveOut(uri: Uri): void {
    const reason = say`Not judged: the Sidecar Guard server hangs on this file and leaves it out.`;
    const diagnostic = new Diagnostic(new Range(0, 0, 0, 1), reason, DiagnosticSeverity.Error);
    diagnostic.source = 'Sidecar Guard';
    diagnostic.code = 'not-judged';
    this.#leftOut.set(uri, [diagnostic]);
    void this.#tell(
      say`Not judged: ${workspace.asRelativePath(uri)}. The Sidecar Guard server hung on this file and was restarted without it. To try again, close the file and open it.`,
    );
  }

  async #tell(message: ReturnType<typeof say>): Promise<void> {
    const showOutput = say`Show Output`;
    if ((await tell('error', message, showOutput)) === showOutput) this.#client?.outputChannel.show();
  }
}

function methodOf(type: string | { readonly method: string }): string {
  return typeof type === 'string' ? type : type.method;
}

/** The document that a message is about. */
function uriIn(params: unknown): string | undefined {
  if (typeof params !== 'object' || params === null) return undefined;
  const { uri, textDocument } = params as { readonly uri?: unknown; readonly textDocument?: unknown };
  return typeof uri === 'string' ? uri : uriIn(textDocument);
}
