import { commands, type Disposable, window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';

/** "Sidecar Guard: Restart Server". Open documents are sent to the new server by the client. */
export function registerRestartServer(client: BaseLanguageClient): Disposable {
  return commands.registerCommand('sidecarGuard.restartServer', async () => {
    try {
      if (client.isRunning()) await client.stop();
      await client.start();
    } catch (error) {
      client.outputChannel.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
      void window.showErrorMessage(
        'Sidecar Guard could not restart its server; the "Sidecar Guard" output has the reason.',
      );
    }
  });
}
