import type { ExtensionContext } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/node';
import { offerToAgents } from './agent-server';
import { startClient } from './client';
import { registerKubectlCommands } from './commands/kubectl-commands';
import { hasKubeconfig } from './kubeconfig';
import { ServerProcess } from './language-server/server-process';
import { leadsOut } from './local-links';

/** The entry point on the desktop: the server is a separate Node process. */
export async function activate(context: ExtensionContext): Promise<void> {
  const script = context.asAbsolutePath('dist/server.js');
  offerToAgents(context, context.asAbsolutePath('dist/cli.js'));
  await startClient(context, {
    createServer: (output) => new ServerProcess(script, output),
    createClient: (start, options) => new LanguageClient('sidecarGuard', 'Sidecar Guard', start, options),
    registerOwn: (client, output) => registerKubectlCommands(context, client, output),
    leadsOut,
    hasCluster: hasKubeconfig,
  });
}
