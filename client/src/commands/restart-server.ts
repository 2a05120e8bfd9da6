import type { Disposable } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { ServerGuard } from '../language-server/server-guard';
import { onCommand } from '../says/on-command';
import { tell } from '../says/tell';
import { say } from '../says/words';

/** "Sidecar Guard: Restart Server". Open documents are sent to the new server by the client. */
export function registerRestartServer(client: BaseLanguageClient, guard: ServerGuard): Disposable {
  return onCommand('sidecarGuard.restartServer', async () => {
    guard.forgive();
    try {
      // A server that hangs does not stop. The log has the error of the client.
      if (client.isRunning()) await client.stop().catch(() => guard.kill());
      await client.start();
    } catch (error) {
      client.outputChannel.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
      void tell(
        'error',
        say`The Sidecar Guard server could not restart. See the "Sidecar Guard" output for the reason.`,
      );
    }
  });
}
