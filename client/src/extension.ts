import type { ExtensionContext } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { startClient } from './client';
import { registerKubectlCommands } from './commands/kubectl-commands';

/** The desktop's way in: the server is a Node process of its own. */
export async function activate(context: ExtensionContext): Promise<void> {
  const module = context.asAbsolutePath('dist/server.js');
  const serverOptions = {
    run: { module, transport: TransportKind.ipc },
    debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6009'] } },
  };
  await startClient(
    context,
    (options) => new LanguageClient('sidecarGuard', 'Sidecar Guard', serverOptions, options),
    (client, output) => registerKubectlCommands(context, client, output),
  );
}
