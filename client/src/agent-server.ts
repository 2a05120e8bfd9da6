import * as vscode from 'vscode';

/** As it is in `contributes.mcpServerDefinitionProviders`. */
const ID = 'sidecarGuard.mcp';

/** The part of VS Code 1.101 that starts servers of the Model Context Protocol; this code compiles against an older one. */
interface AgentHost {
  readonly lm: {
    registerMcpServerDefinitionProvider(
      id: string,
      provider: {
        readonly onDidChangeMcpServerDefinitions: vscode.Event<void>;
        provideMcpServerDefinitions(): readonly ServerDefinition[];
      },
    ): vscode.Disposable;
  };
  readonly McpStdioServerDefinition: new (
    label: string,
    command: string,
    words: readonly string[],
    environment: Readonly<Record<string, string>>,
    version: string,
  ) => ServerDefinition;
}

interface ServerDefinition {
  cwd?: vscode.Uri;
}

/**
 * Offers the commands that only read to the agents of the editor: one server for each local folder of a trusted workspace. The
 * editor starts it when an agent needs it. Versions before 1.101 have no place for it.
 * @param script the path of the command line
 */
export function offerToAgents({ subscriptions, extension }: vscode.ExtensionContext, script: string): void {
  if (!isAgentHost(vscode)) return;
  const host: AgentHost = vscode;
  const { version }: { version: string } = extension.packageJSON;
  const changes = new vscode.EventEmitter<void>();
  const provideMcpServerDefinitions = (): readonly ServerDefinition[] => {
    if (!vscode.workspace.isTrusted) return [];
    const folders = vscode.workspace.workspaceFolders?.filter(({ uri }) => uri.scheme === 'file') ?? [];
    return folders.map(({ uri, name }) => {
      const label = folders.length > 1 ? `Sidecar Guard: ${name}` : 'Sidecar Guard';
      // The program of the editor is Node, too.
      const environment = { ELECTRON_RUN_AS_NODE: '1' };
      const server = new host.McpStdioServerDefinition(label, process.execPath, [script, 'mcp'], environment, version);
      server.cwd = uri;
      return server;
    });
  };
  subscriptions.push(
    changes,
    vscode.workspace.onDidChangeWorkspaceFolders(() => changes.fire()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => changes.fire()),
    host.lm.registerMcpServerDefinitionProvider(ID, {
      onDidChangeMcpServerDefinitions: changes.event,
      provideMcpServerDefinitions,
    }),
  );
}

/** Between 1.99 and 1.101, the function is there and refuses to be called. */
function isAgentHost(api: object): api is AgentHost {
  const [major = 0, minor = 0] = vscode.version.split('.').map(Number);
  return 'McpStdioServerDefinition' in api && (major > 1 || minor >= 101);
}
