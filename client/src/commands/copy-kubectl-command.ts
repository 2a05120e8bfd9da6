import { commands, type Disposable, env, window } from 'vscode';
import { quotedLine } from '../kubectl/quoted';
import { execWords, plainShellCommand } from '../kubectl/words';
import type { Chooser } from '../views/chooser';

/** "Copy kubectl Command…": the line that opens a shell in a container, for a terminal or for somebody else. */
export function registerCopyKubectlCommand(chooser: Chooser): Disposable {
  return commands.registerCommand('sidecarGuard.copyKubectlCommand', async () => {
    const chosen = await chooser.container('Copy kubectl command', 'running');
    if (!chosen?.container) return;
    const place = { ...chosen, container: chosen.container.name };
    const words = ['kubectl', ...execWords(place, plainShellCommand(chosen.running?.os))];
    const line = quotedLine(words, process.platform);
    await env.clipboard.writeText(line);
    void window.setStatusBarMessage(`Copied: ${line}`, 5000);
  });
}
