import { type Disposable, Uri, window, workspace } from 'vscode';
import { onCommand } from '../says/on-command';

/** "Open Example": a manifest with findings, as a file that is not saved. */
export function registerOpenExample(extension: Uri): Disposable {
  return onCommand('sidecarGuard.openExample', async () => {
    const bytes = await workspace.fs.readFile(Uri.joinPath(extension, 'examples', 'sidecar-injection.yaml'));
    const document = await workspace.openTextDocument({ language: 'yaml', content: new TextDecoder().decode(bytes) });
    await window.showTextDocument(document);
  });
}
