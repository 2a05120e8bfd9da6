import {
  CodeActionKind,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type ServerCapabilities,
  TextDocumentSyncKind,
  WatchKind,
} from 'vscode-languageserver';
import { manifestGlob, pinImageCommand } from '../protocol';
import { FIX_ALL_KIND } from './code-actions';
import { readSettings } from './read-settings';
import type { Session } from './session';
import { SETTINGS_SECTION } from './settings';
import { filesOfClient } from './workspace-files';

/** Handles the initialization by the client, and reads the workspace for the first time. */
export function followLifecycle(session: Session): void {
  const { connection, client, index, publisher, workspace } = session;

  connection.onInitialize((params) => {
    client.introduce(params);
    publisher.pushClosedFiles();
    // Before the workspace has been read, it is not known what is missing from it.
    index.isComplete = client.folders.length === 0;
    if (client.options.providesFiles) workspace.reachBy(filesOfClient(connection, session.ownFiles));
    return { serverInfo: { name: 'sidecar-guard' }, capabilities: capabilitiesOf(session) };
  });

  connection.onInitialized(async () => {
    await registerForChanges(session);
    followFolders(session);
    try {
      await readSettings(session, undefined);
      await workspace.readAll();
    } finally {
      workspace.endFirstRead();
    }
  });
}

function capabilitiesOf({ client, digests }: Session): ServerCapabilities {
  return {
    textDocumentSync: TextDocumentSyncKind.Incremental,
    codeActionProvider: {
      codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, FIX_ALL_KIND],
      resolveProvider: true,
    },
    hoverProvider: true,
    inlayHintProvider: true,
    completionProvider: { triggerCharacters: [' ', '-', ','] },
    ...(digests && { executeCommandProvider: { commands: [pinImageCommand] } }),
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    ...(client.pullsDiagnostics && {
      diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: true },
    }),
  };
}

async function registerForChanges({ connection, client }: Session): Promise<void> {
  const { workspace } = client.capabilities;
  if (workspace?.didChangeConfiguration?.dynamicRegistration) {
    await connection.client.register(DidChangeConfigurationNotification.type, { section: SETTINGS_SECTION });
  }
  if (workspace?.didChangeWatchedFiles?.dynamicRegistration) {
    const watchers = [
      { globPattern: manifestGlob, kind: WatchKind.Change },
      // If a folder is moved or deleted, the event names only the folder, not its files.
      { globPattern: '**/*', kind: WatchKind.Create | WatchKind.Delete },
    ];
    await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  }
}

function followFolders({ connection, client, workspace }: Session): void {
  if (!client.capabilities.workspace?.workspaceFolders) return;
  connection.workspace.onDidChangeWorkspaceFolders(async ({ added, removed }) => {
    const gone = new Set(removed.map(({ uri }) => uri));
    client.folders = [...client.folders.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => uri)];
    await workspace.readAll();
  });
}
