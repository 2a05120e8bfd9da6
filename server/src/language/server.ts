import {
  type ClientCapabilities,
  CodeActionKind,
  type Connection,
  type Diagnostic,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type InitializeResult,
  MessageType,
  TextDocumentSyncKind,
  TextDocuments,
  WatchKind,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { Configurations, isConfigurationFile } from '../configuration/configurations';
import type { ConfigurableDigests } from '../gating/digest-source';
import { type InitializationOptions, manifestGlob, pinImageCommand, statusNotification } from '../protocol';
import { Analyzer, DEFAULT_OPTIONS } from '../rules/engine';
import { RULES } from '../rules/index';
import type { Rule } from '../rules/rule';
import { WorkspaceIndex } from '../workspace/workspace-index';
import { codeActions, FIX_ALL_KIND, type Offers } from './code-actions';
import { configurationDiagnostics } from './configuration-diagnostics';
import { toDiagnostics } from './diagnostics';
import { hover } from './hover';
import { IndexedFiles } from './indexed-files';
import { NewGates } from './new-gates';
import { type OpenAnalysis, OpenDocuments } from './open-documents';
import { answerOwnRequests } from './own-requests';
import { pinImage, toPinImageParams } from './pin-image';
import { DEFAULT_MAX_FILES, SETTINGS_SECTION, toAnalysisOptions, toMaxFiles, toRegistrySettings } from './settings';
import { showMessage } from './show-message';
import { toStatus } from './status';
import { filesOfClient, type WorkspaceFiles } from './workspace-files';
import { readWorkspace } from './workspace-reader';
import { WorkspaceScan } from './workspace-scan';

/** How long a pull waits for the first reading of the workspace. */
const SCAN_PATIENCE_MS = 1000;

/**
 * Serves the Language Server Protocol on a connection until the client ends it.
 * @param ownFiles the server's own way to files, for clients that provide none
 * @param digests the way to registries, where there is one
 */
export function startServer(connection: Connection, ownFiles: WorkspaceFiles, digests?: ConfigurableDigests): void {
  const index = new WorkspaceIndex();
  const scanned = deferred();
  const failedRules = new Set<string>();
  const configurations = new Configurations(DEFAULT_OPTIONS);
  const analyzer = new Analyzer(RULES, index, DEFAULT_OPTIONS, reportRuleError);
  const open = new OpenDocuments(index, analyzer, configurations);
  const documents = new TextDocuments(TextDocument);
  let capabilities: ClientCapabilities = {};
  let options: InitializationOptions = {};
  let folders: readonly string[] = [];
  const log = (message: string): void => connection.console.info(message);
  const scanOf = (files: WorkspaceFiles): WorkspaceScan =>
    new WorkspaceScan(files, new IndexedFiles(files, index, configurations, open, log), index);
  let scan = scanOf(ownFiles);
  let newGates = new NewGates(index, ownFiles);
  let maxFiles = DEFAULT_MAX_FILES;
  let shownGeneration = generation();

  const pulls = (): boolean => capabilities.textDocument?.diagnostic !== undefined;

  connection.onInitialize((params): InitializeResult => {
    ({ capabilities } = params);
    options = (params.initializationOptions as InitializationOptions | undefined) ?? {};
    folders = params.workspaceFolders?.map(({ uri }) => uri) ?? (params.rootUri ? [params.rootUri] : []);
    // Until the workspace is read, nobody can say what is missing from it.
    index.isComplete = folders.length === 0;
    if (options.providesFiles) {
      const files = filesOfClient(connection);
      scan = scanOf(files);
      newGates = new NewGates(index, files);
    }
    return {
      serverInfo: { name: 'sidecar-guard' },
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL_KIND] },
        hoverProvider: true,
        ...(digests && { executeCommandProvider: { commands: [pinImageCommand] } }),
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
        ...(pulls() && { diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: false } }),
      },
    };
  });

  connection.onInitialized(async () => {
    if (capabilities.workspace?.didChangeConfiguration?.dynamicRegistration) {
      await connection.client.register(DidChangeConfigurationNotification.type, { section: SETTINGS_SECTION });
    }
    if (capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration) {
      const watchers = [
        { globPattern: manifestGlob, kind: WatchKind.Change },
        // Folders that are moved or deleted take their files along, and are all that is heard of.
        { globPattern: '**/*', kind: WatchKind.Create | WatchKind.Delete },
      ];
      await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    }
    if (capabilities.workspace?.workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(async ({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => uri));
        folders = [...folders.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => uri)];
        await readAll();
      });
    }
    await readSettings(undefined);
    await readAll();
    scanned.resolve();
  });

  connection.onDidChangeConfiguration(async ({ settings }) => {
    const before = maxFiles;
    await readSettings(settings);
    refresh();
    if (maxFiles !== before) await readAll();
  });

  connection.onDidChangeWatchedFiles(({ changes }) => takeIn(scan.follow(changes)));

  documents.onDidChangeContent(({ document }) => {
    open.update(document);
    if (!pulls()) publish(document.uri);
    refreshIfChanged(document.uri);
  });

  documents.onDidClose(async ({ document: { uri } }) => {
    open.close(uri);
    if (!pulls()) await connection.sendDiagnostics({ uri, diagnostics: [] });
    await takeIn(scan.close(uri));
  });

  connection.languages.diagnostics.on(async ({ textDocument }) => {
    // Not every client pulls again when it is told to, so the first answer had better be whole.
    await isRead();
    const analysis = open.analyse(textDocument.uri);
    if (analysis) notifyStatus(analysis);
    return { kind: 'full', items: analysis ? diagnosticsOf(analysis) : [] };
  });

  connection.onCodeAction((params) => {
    const analysis = open.analyse(params.textDocument.uri);
    return analysis ? codeActions(analysis, params, analyzer, offers()) : [];
  });

  connection.onHover(({ textDocument, position }) => {
    const analysis = open.analyse(textDocument.uri);
    return analysis && hover(analysis, position, index);
  });

  connection.onExecuteCommand(async ({ command, arguments: [argument] = [] }, token) => {
    const params = command === pinImageCommand ? toPinImageParams(argument) : undefined;
    if (digests && params) await pinImage(connection, open, digests, params, token);
  });

  answerOwnRequests(connection, {
    index,
    open,
    configurations,
    newGates: () => newGates,
    isRead,
    folder: () => folders[0],
  });

  /** Resolves once the workspace has been read, or has taken too long. */
  async function isRead(): Promise<void> {
    if (!index.isComplete) await Promise.race([scanned.promise, delay(SCAN_PATIENCE_MS)]);
  }

  function offers(): Offers {
    return {
      explainsRules: options.explainsRules ?? false,
      pinsImages: digests !== undefined,
      newGates: async (uri) =>
        capabilities.workspace?.workspaceEdit?.resourceOperations?.includes('create')
          ? newGates.actions(uri, configurations.optionsFor(uri).allowedRegistries ?? [], options.opensBeside ?? false)
          : [],
    };
  }

  /** A rule that fails would fail at every keystroke; the user hears of it once, the log each time. */
  function reportRuleError(error: unknown, { id }: Rule): void {
    connection.console.error(`The rule ${id} failed: ${error instanceof Error ? error.stack : String(error)}`);
    if (failedRules.has(id)) return;
    failedRules.add(id);
    showMessage(
      connection,
      MessageType.Error,
      `Sidecar Guard's rule ${id} failed, so its findings are missing; the "Sidecar Guard" output has the reason.`,
    );
  }

  async function readAll(): Promise<void> {
    if (await readWorkspace(connection, scan, folders, maxFiles)) refresh();
  }

  /** Shows once what came of a change, not what it was like halfway: files of a folder that is moved come back at once. */
  async function takeIn(change: Promise<void>): Promise<void> {
    try {
      await change;
    } catch (error) {
      connection.console.error(
        `Changed files could not be read: ${error instanceof Error ? error.stack : String(error)}`,
      );
    }
    refreshIfChanged();
  }

  async function readSettings(pushed: unknown): Promise<void> {
    const canAsk = capabilities.workspace?.configuration === true;
    const settings: unknown = canAsk
      ? await connection.workspace.getConfiguration(SETTINGS_SECTION)
      : (pushed as Record<string, unknown> | undefined)?.[SETTINGS_SECTION];
    configurations.base = toAnalysisOptions(settings);
    maxFiles = toMaxFiles(settings);
    const proxy: unknown = canAsk && digests ? await connection.workspace.getConfiguration('http.proxy') : undefined;
    digests?.configure(toRegistrySettings(settings, proxy));
  }

  function publish(uri: string): void {
    const analysis = open.analyse(uri);
    if (!analysis) return;
    void connection.sendDiagnostics({ uri, version: analysis.version, diagnostics: diagnosticsOf(analysis) });
    notifyStatus(analysis);
  }

  /** Grows whenever something outside of a document changes what is said about it. */
  function generation(): number {
    return index.generation + configurations.generation;
  }

  function notifyStatus(analysis: OpenAnalysis): void {
    void connection.sendNotification(statusNotification, toStatus(analysis));
  }

  /** Shows again what the open documents have come to, because something outside of them changed. */
  function refresh(except?: string): void {
    shownGeneration = generation();
    if (!pulls()) for (const uri of open.uris.filter((candidate) => candidate !== except)) publish(uri);
    else if (capabilities.workspace?.diagnostics?.refreshSupport) connection.languages.diagnostics.refresh();
  }

  function refreshIfChanged(except?: string): void {
    if (generation() !== shownGeneration) refresh(except);
  }

  documents.listen(connection);
  connection.listen();
}

/** What is said about a document: its findings or, of a configuration file, its mistakes. */
function diagnosticsOf(analysis: OpenAnalysis): Diagnostic[] {
  return isConfigurationFile(analysis.uri) ? configurationDiagnostics(analysis.file.text) : toDiagnostics(analysis);
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
