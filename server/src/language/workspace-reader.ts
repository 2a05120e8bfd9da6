import { type Connection, MessageType } from 'vscode-languageserver';
import { sayInEnglish, saying } from '../text/saying';
import { showBar, showMessage } from './show-message';
import type { ScanOutcome, WorkspaceScan } from './workspace-scan';

/** The setting for the limit. */
const MAX_FILES_SETTING = 'sidecarGuard.maxFiles';

/**
 * Reads the workspace, with a progress bar that the user can cancel if the editor has one. Tells the user if not all files
 * were read.
 * @returns whether there is something new to show
 */
export async function readWorkspace(
  connection: Connection,
  scan: WorkspaceScan,
  folders: readonly string[],
  limit: number,
): Promise<boolean> {
  const bar = await showBar(connection, { title: sayInEnglish`Sidecar Guard: reading manifests`, percentage: 0 });
  try {
    const outcome = await scan.run(folders, limit, {
      get isCancelled() {
        return bar.token.isCancellationRequested;
      },
      report: (percentage, message) => bar.report(percentage, saying(message)),
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
      sayInEnglish`Sidecar Guard could not read the workspace, so only open files are used. See the "Sidecar Guard" output for the reason.`,
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
      sayInEnglish`Sidecar Guard reads only ${limit} of the ${files} in this workspace: policies, namespaces, roles and services in the other files are ignored. To read more files, raise \`${MAX_FILES_SETTING}\`.`,
    );
  } else {
    connection.console.info(
      `Reading the workspace was stopped after ${read} of ${files}: nothing is reported as missing. Run "Restart Server" to read it again.`,
    );
  }
}
