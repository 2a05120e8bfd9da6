import { Disposable, EventEmitter, ProgressLocation, Uri, window, workspace } from 'vscode';
import type { Kubectl } from '../kubectl/kubectl';
import { pageText } from '../kubectl/page-text';

/** Documents with this scheme are what kubectl has said. */
const SCHEME = 'sidecar-guard-kubectl';
const pages = new Map<string, string>();
const changed = new EventEmitter<Uri>();

/** Lets VS Code show what kubectl has said. */
export function registerKubectlPages(): Disposable {
  return Disposable.from(
    workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: (uri) => pages.get(uri.toString()) ?? '',
    }),
    // A log can be long; nobody needs it twice.
    workspace.onDidCloseTextDocument(({ uri }) => {
      if (uri.scheme === SCHEME) pages.delete(uri.toString());
    }),
  );
}

/**
 * Runs kubectl, and shows what it says as a document that can't be edited.
 * @param path what the document is called
 * @throws KubectlError
 */
export async function showText(kubectl: Kubectl, words: readonly string[], path: string): Promise<void> {
  const stop = new AbortController();
  const text = await window.withProgress(
    { location: ProgressLocation.Notification, title: `Reading ${path}`, cancellable: true },
    async (_, token) => {
      token.onCancellationRequested(() => stop.abort());
      return kubectl.run(words, { signal: stop.signal }).catch((error: unknown) => {
        if (stop.signal.aborted) return undefined;
        throw error;
      });
    },
  );
  if (text === undefined) return;
  const uri = Uri.from({ scheme: SCHEME, path: `/${path}` });
  pages.set(uri.toString(), pageText(text));
  changed.fire(uri);
  await window.showTextDocument(uri, { preview: true });
}
