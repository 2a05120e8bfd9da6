/// <reference lib="webworker" />
import { type ExtensionContext, Uri } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { startClient } from './client';
import { registerKubectlUnavailable } from './commands/kubectl-unavailable';
import { ServerWorker } from './language-server/server-worker';

/** The entry point in a browser: the server is a web worker. */
export async function activate(context: ExtensionContext): Promise<void> {
  const script = Uri.joinPath(context.extensionUri, 'dist/browser/server.js').toString(true);
  await startClient(context, {
    createServer: () => new ServerWorker(script),
    createClient: (start, options) => new LanguageClient('sidecarGuard', 'Sidecar Guard', start, options),
    registerOwn: registerKubectlUnavailable,
  });
}
