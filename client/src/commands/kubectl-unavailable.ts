import { Disposable } from 'vscode';
import { onCommand } from '../says/on-command';
import { tell } from '../says/tell';
import { say } from '../says/words';
import { KUBECTL_COMMANDS } from './kubectl-command-names';

/** Registers the commands that run kubectl in a browser, where no program can run: each says so. */
export function registerKubectlUnavailable(): Disposable {
  return Disposable.from(
    ...KUBECTL_COMMANDS.map((command) =>
      onCommand(command, async () => {
        await tell(
          'warning',
          say`kubectl can't run in a browser. Open this folder in VS Code on the desktop, or over a remote connection, and try again there.`,
        );
      }),
    ),
  );
}
