import { commands, type Disposable, type OutputChannel } from 'vscode';

/** "Sidecar Guard: Show Output". */
export function registerShowOutput(output: OutputChannel): Disposable {
  return commands.registerCommand('sidecarGuard.showOutput', () => output.show());
}
