import { TextDocuments } from 'vscode-languageserver';
import { canonicalUri } from './canonical-uri';
import { readSettings } from './read-settings';
import type { Session } from './session';
import { SYNCED_TEXT } from './synced-text';

/** How long a slow document waits for further edits. */
const LATE_MS = 200;

/** Handles changes of the settings and of the workspace files. */
export function followWorkspace(session: Session): void {
  const { connection, publisher, workspace } = session;

  connection.onDidChangeConfiguration(async ({ settings }) => {
    const before = workspace.maxFiles;
    await readSettings(session, settings);
    publisher.refresh();
    if (workspace.maxFiles !== before) await workspace.readAll();
  });

  connection.onDidChangeWatchedFiles(({ changes }) => workspace.takeIn(workspace.scan.follow(changes)));
}

/** Handles changes of open documents while a user types. */
export function followDocuments({ connection, open, publisher, problems, workspace }: Session): void {
  const documents = new TextDocuments(SYNCED_TEXT);
  let lateTimer: ReturnType<typeof setTimeout> | undefined;

  documents.onDidChangeContent(({ document }) => {
    problems.noteEdit();
    if (open.update(document) || lateTimer !== undefined) return;
    lateTimer = setTimeout(() => {
      lateTimer = undefined;
      open.takeLate();
    }, LATE_MS);
  });

  documents.onDidClose(async ({ document: { uri } }) => {
    open.close(uri);
    problems.noteClosed(canonicalUri(uri));
    publisher.clear(uri);
    await workspace.takeIn(workspace.scan.close(uri));
  });

  documents.listen(connection);
}
