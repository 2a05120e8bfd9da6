import { commands, Disposable, window } from 'vscode';
import { KUBECTL_COMMANDS } from './kubectl-command-names';

/** In a browser there are no programs: the commands that run kubectl say so. */
export function registerKubectlUnavailable(): Disposable {
  return Disposable.from(
    ...KUBECTL_COMMANDS.map((command) =>
      commands.registerCommand(command, () =>
        window.showWarningMessage(
          'A browser can run no kubectl. Open this folder in VS Code on the desktop, or over a remote connection, and try there.',
        ),
      ),
    ),
  );
}
