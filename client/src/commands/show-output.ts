import type { Disposable, OutputChannel } from 'vscode';
import { onCommand } from '../says/on-command';

/** "Sidecar Guard: Show Output". */
export function registerShowOutput(output: OutputChannel): Disposable {
  return onCommand('sidecarGuard.showOutput', async () => output.show());
}
