import type { Connection, Diagnostic } from 'vscode-languageserver';
import { type Configurations, isConfigurationFile } from '../configuration/configurations';
import { statusNotification } from '../protocol';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import type { ClientState } from './client-state';
import { configurationDiagnostics } from './configuration-diagnostics';
import { toDiagnostics } from './diagnostics';
import type { OpenAnalysis, OpenDocuments } from './open-documents';
import { toStatus } from './status';

/** What a publisher publishes, and to which client. */
interface Shown {
  readonly connection: Connection;
  readonly client: ClientState;
  readonly index: WorkspaceIndex;
  readonly configurations: Configurations;
  readonly open: OpenDocuments;
}

/** Publishes the diagnostics of open documents: it sends them, or tells a client that pulls to pull again. */
export class Publisher {
  readonly #of: Shown;
  #shownGeneration: number;

  constructor(shown: Shown) {
    this.#of = shown;
    this.#shownGeneration = this.#generation;
  }

  /** Publishes a document after an update, and other documents if their diagnostics changed. */
  show(uri: string): void {
    if (!this.#of.client.pullsDiagnostics) this.#publish(uri);
    this.refreshIfChanged(uri);
  }

  /** Answers a client that pulls. */
  pulled(uri: string): Diagnostic[] {
    const analysis = this.#of.open.analyse(uri);
    if (!analysis) return [];
    this.#notifyStatus(analysis);
    return diagnosticsOf(analysis);
  }

  /** Removes the diagnostics of a closed document. */
  async clear(uri: string): Promise<void> {
    if (!this.#of.client.pullsDiagnostics) await this.#of.connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  /** Updates the open documents, because something outside of them changed. */
  refresh(except?: string): void {
    const { client, connection, open } = this.#of;
    this.#shownGeneration = this.#generation;
    if (!client.pullsDiagnostics) {
      for (const uri of open.uris.filter((candidate) => candidate !== except)) this.#publish(uri);
    } else if (client.capabilities.workspace?.diagnostics?.refreshSupport) {
      connection.languages.diagnostics.refresh();
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
    const diagnostics = diagnosticsOf(analysis);
    void this.#of.connection.sendDiagnostics({ uri, version: analysis.version, diagnostics });
    this.#notifyStatus(analysis);
  }

  #notifyStatus(analysis: OpenAnalysis): void {
    void this.#of.connection.sendNotification(statusNotification, toStatus(analysis));
  }
}

/** The diagnostics of a document: its findings or, for a configuration file, its errors. */
function diagnosticsOf(analysis: OpenAnalysis): Diagnostic[] {
  return isConfigurationFile(analysis.uri) ? configurationDiagnostics(analysis.file.text) : toDiagnostics(analysis);
}
