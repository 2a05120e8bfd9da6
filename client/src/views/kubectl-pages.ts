import { Disposable, EventEmitter, Selection, Uri, window, workspace } from 'vscode';
import type { Kubectl } from '../../../server/src/cluster/kubectl';
import { pageText } from '../../../server/src/cluster/page-text';
import { telling } from '../says/tell';
import { say } from '../says/words';

/** Documents with this scheme are the output of kubectl. */
const SCHEME = 'sidecar-guard-kubectl';
const pages = new Map<string, string>();
const changed = new EventEmitter<Uri>();

/** Lets VS Code show the output of kubectl. */
export function registerKubectlPages(): Disposable {
  return Disposable.from(
    workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: (uri) => pages.get(uri.toString()) ?? '',
    }),
    // A log can be long, and a closed page is not opened again.
    workspace.onDidCloseTextDocument(({ uri }) => {
      if (uri.scheme === SCHEME) pages.delete(uri.toString());
    }),
  );
}

/**
 * Runs kubectl, and shows its output as a read-only document.
 * @param path the name of the document
 * @param from where it is shown first: the newest lines of a log are at its end
 * @throws KubectlError
 */
export async function showText(
  kubectl: Kubectl,
  words: readonly string[],
  path: string,
  from: 'start' | 'end' = 'start',
): Promise<void> {
  const text = await telling(say`Reading ${path}`, (signal) => kubectl.run(words, { signal, keepsEnd: true }));
  if (text === undefined) return;
  const uri = Uri.from({ scheme: SCHEME, path: `/${path}` });
  pages.set(uri.toString(), pageText(text));
  changed.fire(uri);
  const editor = await window.showTextDocument(uri, { preview: true });
  if (from === 'start') return;
  const last = editor.document.lineAt(editor.document.lineCount - 1).range.end;
  editor.selection = new Selection(last, last);
  editor.revealRange(editor.selection);
}
