import { type Connection, MessageType } from 'vscode-languageserver';
import { showMessage } from './show-message';
import type { ScanOutcome, WorkspaceScan } from './workspace-scan';

/** The setting by which users raise the limit. */
export const MAX_FILES_SETTING = 'sidecarGuard.maxFiles';

/**
 * Reads the workspace with a bar that shows how far it is and lets the user stop it, where the editor has one, and says
 * what a scan that did not read everything means.
 * @returns whether there is anything new to show
 */
export async function readWorkspace(
  connection: Connection,
  scan: WorkspaceScan,
  folders: readonly string[],
  limit: number,
): Promise<boolean> {
  const bar = await connection.window.createWorkDoneProgress();
  bar.begin('Sidecar Guard: reading manifests', 0, undefined, true);
  try {
    const outcome = await scan.run(folders, limit, {
      get isCancelled() {
        return bar.token.isCancellationRequested;
      },
      report: (percentage, message) => bar.report(percentage, message),
    });
    if (!outcome.isSuperseded) describe(connection, outcome, limit);
    return !outcome.isSuperseded;
  } catch (error) {
    connection.console.error(
      `The workspace could not be read: ${error instanceof Error ? error.stack : String(error)}`,
    );
    showMessage(
      connection,
      MessageType.Error,
      'Sidecar Guard could not read the workspace, so only open files count; the "Sidecar Guard" output has the reason.',
    );
    return true;
  } finally {
    bar.done();
  }
}

function describe(connection: Connection, { found, read }: ScanOutcome, limit: number): void {
  const files = `${found} YAML ${found === 1 ? 'file' : 'files'}`;
  if (read === found) {
    connection.console.info(`The workspace has ${files}.`);
  } else if (read === limit) {
    showMessage(
      connection,
      MessageType.Warning,
      `The workspace has ${files}, of which Sidecar Guard reads ${limit}: policies, namespaces, roles and services in the others don't count. "${MAX_FILES_SETTING}" sets the limit.`,
    );
  } else {
    connection.console.info(
      `Reading the workspace was stopped after ${read} of ${files}: nothing is reported as missing from it. "Restart Server" reads it again.`,
    );
  }
}
