import type { Connection } from 'vscode-languageserver';
import type { Configurations } from '../configuration/configurations';
import { statusNotification } from '../protocol';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import { canonicalUri } from './canonical-uri';
import type { ClientState } from './client-state';
import { configurationDiagnostics } from './configuration-diagnostics';
import type { OpenAnalysis } from './open-analysis';
import type { OpenDocuments } from './open-documents';
import type { ClosedProblems } from './problems/closed-problems';
import { toStatus } from './status';
import { DiagnosticWriter } from './wire/diagnostic-writer';
import { listed } from './wire/file-diagnostics';
import type { WrittenDiagnostics } from './wire/message-text';
import { Shown } from './wire/shown';

/** What a publisher publishes, and to which client. */
interface Published {
  readonly connection: Connection;
  readonly client: ClientState;
  readonly index: WorkspaceIndex;
  readonly configurations: Configurations;
  readonly open: OpenDocuments;
  readonly problems: ClosedProblems;
}

/** Publishes the diagnostics of open documents: it sends them, or tells a client that pulls to pull again. */
export class Publisher {
  readonly #of: Published;
  readonly #writer: DiagnosticWriter;
  readonly #diagnostics = new Shown<WrittenDiagnostics>((one, other) => one.equals(other));
  readonly #statuses = new Shown<string>((one, other) => one === other);
  #shownGeneration: number;
  #shownMoves = 0;

  constructor(published: Published) {
    this.#of = published;
    this.#writer = new DiagnosticWriter(() => published.client.diagnosticFields, { hasTemplateHints: true });
    this.#shownGeneration = this.#generation;
  }

  /** Publishes a document after an update, and other documents if their diagnostics changed. */
  show(uri: string): void {
    if (!this.#of.client.pullsDiagnostics) {
      this.#publish(uri);
      this.#followMoves(uri);
    }
    this.refreshIfChanged(uri);
  }

  /** A client that pulls asks for the other documents after each edit; others are told of what their findings point to. */
  #followMoves(except: string): void {
    const { index, open } = this.#of;
    if (index.moves === this.#shownMoves) return;
    this.#shownMoves = index.moves;
    for (const uri of open.uris) if (uri !== except) this.#publish(uri);
  }

  /**
   * Answers a client that pulls.
   * @param previousId the answer that the client has
   */
  pulled(uri: string, previousId?: string): object {
    const analysis = this.#of.open.analyse(uri);
    if (!analysis) return this.#pulledClosed(uri);
    this.#notifyStatus(analysis);
    const items = this.#diagnosticsOf(analysis);
    this.#diagnostics.changes(analysis.uri, items);
    const resultId = this.#diagnostics.of(analysis.uri)?.id;
    return resultId === previousId ? { kind: 'unchanged', resultId } : { kind: 'full', resultId, items };
  }

  /** Clients ask for a file that was just closed: what was known of it before it was opened holds until it is judged again. */
  #pulledClosed(uri: string): object {
    const { id, items } = this.#of.problems.of(canonicalUri(uri));
    return { kind: 'full', ...(id !== '' && { resultId: id }), items };
  }

  /** Replaces the diagnostics of a closed document by those that are reported for closed files. */
  clear(uri: string): void {
    this.#diagnostics.forget(uri);
    this.#statuses.forget(uri);
    if (!this.#of.client.pullsDiagnostics) this.#pushClosed(uri);
  }

  /** Sends what is found in closed files to a client that does not ask. */
  pushClosedFiles(): void {
    const { problems, open, client } = this.#of;
    problems.onReport(({ uri }) => {
      if (!client.pullsDiagnostics && !open.has(uri)) this.#pushClosed(uri);
    });
  }

  #pushClosed(uri: string): void {
    const { items } = this.#of.problems.of(canonicalUri(uri));
    void this.#of.connection.sendNotification('textDocument/publishDiagnostics', { uri, diagnostics: items });
  }

  /** Updates the open documents, because something outside of them changed. */
  refresh(except?: string): void {
    const { client, connection, open, problems } = this.#of;
    this.#shownGeneration = this.#generation;
    problems.wake();
    if (!client.pullsDiagnostics) {
      for (const uri of open.uris.filter((candidate) => candidate !== except)) this.#publish(uri);
    } else if (client.capabilities.workspace?.diagnostics?.refreshSupport) {
      // A client can refuse what it said that it supports.
      connection.languages.diagnostics.refresh().catch((error: unknown) => {
        connection.console.warn(`The client did not refresh its diagnostics: ${error}`);
      });
    }
  }

  refreshIfChanged(except?: string): void {
    if (this.#generation !== this.#shownGeneration) this.refresh(except);
  }

  /** Grows when something outside of a document changes its findings. */
  get #generation(): number {
    return this.#of.index.generation + this.#of.configurations.generation;
  }

  #publish(uri: string): void {
    const analysis = this.#of.open.analyse(uri);
    if (!analysis) return;
    const diagnostics = this.#diagnosticsOf(analysis);
    if (this.#diagnostics.changes(uri, diagnostics)) {
      const params = { uri, version: analysis.version, diagnostics };
      void this.#of.connection.sendNotification('textDocument/publishDiagnostics', params);
    }
    this.#notifyStatus(analysis);
  }

  #notifyStatus(analysis: OpenAnalysis): void {
    const status = toStatus(analysis);
    if (!this.#statuses.changes(analysis.uri, JSON.stringify(status))) return;
    void this.#of.connection.sendNotification(statusNotification, status);
  }

  /** The diagnostics of a document: its findings or, for a configuration file, its errors. */
  #diagnosticsOf(analysis: OpenAnalysis): WrittenDiagnostics {
    if (!this.#of.configurations.isOne(canonicalUri(analysis.uri))) return this.#writer.write(analysis);
    return listed(configurationDiagnostics(analysis.file.text));
  }
}
