import type { Connection } from 'vscode-languageserver';
import { Configurations } from '../configuration/configurations';
import type { ConfigurableDigests } from '../image/digest-source';
import { Analyzer } from '../rules/engine';
import { DEFAULT_OPTIONS } from '../rules/options';
import { WorkspaceIndex } from '../workspace/workspace-index';
import { ClientState } from './client-state';
import { EDITOR_RULES } from './editor-rules';
import { OpenDocuments } from './open-documents';
import { ClosedProblems } from './problems/closed-problems';
import { Publisher } from './publisher';
import { ruleErrorReporter } from './rule-errors';
import { DiagnosticWriter } from './wire/diagnostic-writer';
import type { OwnFiles } from './workspace-files';
import { WorkspaceState } from './workspace-state';

/** The state of a connection, which all handlers share. */
export class Session {
  readonly connection: Connection;
  readonly ownFiles: OwnFiles;
  /** Access to registries; `undefined` if this server has none. */
  readonly digests: ConfigurableDigests | undefined;
  readonly client = new ClientState();
  readonly index = new WorkspaceIndex();
  readonly configurations = new Configurations(DEFAULT_OPTIONS);
  readonly analyzer: Analyzer;
  readonly open: OpenDocuments;
  readonly publisher: Publisher;
  /** The findings in files that are not open. */
  readonly problems: ClosedProblems;
  readonly workspace: WorkspaceState;

  constructor(connection: Connection, ownFiles: OwnFiles, digests: ConfigurableDigests | undefined) {
    this.connection = connection;
    this.ownFiles = ownFiles;
    this.digests = digests;
    this.analyzer = new Analyzer(EDITOR_RULES, this.index, DEFAULT_OPTIONS, ruleErrorReporter(connection));
    this.open = new OpenDocuments(this.index, this.analyzer, this.configurations, (uri) => this.publisher.show(uri));
    this.publisher = new Publisher(this);
    this.problems = new ClosedProblems({
      index: this.index,
      analyzer: this.analyzer,
      configurations: this.configurations,
      writer: new DiagnosticWriter(() => this.client.diagnosticFields, { hasTemplateHints: false }),
      isOpen: (uri) => this.open.has(uri),
      read: (uris) => this.workspace.readAgain(uris),
    });
    this.workspace = new WorkspaceState(this, ownFiles);
  }
}
