/// <reference lib="webworker" />
import { type ExtensionContext, Uri } from 'vscode';
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  LanguageClient,
  type MessageTransports,
} from 'vscode-languageclient/browser';
import { startClient } from './client';
import { registerKubectlUnavailable } from './commands/kubectl-unavailable';

/** The browser's way in: the server is a web worker. */
export async function activate(context: ExtensionContext): Promise<void> {
  const script = Uri.joinPath(context.extensionUri, 'dist/browser/server.js').toString(true);
  let worker: Worker | undefined;
  // Called again when the server is restarted: a worker that has been told to exit can't be used twice. The client would
  // take a Worker, too, but tests it with `instanceof`, which the one that an extension host hands out does not pass.
  const startServer = async (): Promise<MessageTransports> => {
    worker?.terminate();
    worker = new Worker(script);
    return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
  };
  context.subscriptions.push({ dispose: () => worker?.terminate() });
  await startClient(
    context,
    (options) => new LanguageClient('sidecarGuard', 'Sidecar Guard', startServer, options),
    registerKubectlUnavailable,
  );
}
