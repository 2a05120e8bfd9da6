import type { ClientCapabilities, InitializeParams } from 'vscode-languageserver';
import type { InitializationOptions } from '../protocol';

/** What the client has said about itself and its workspace. */
export class ClientState {
  capabilities: ClientCapabilities = {};
  options: InitializationOptions = {};
  /** The folders of the workspace, as URIs. */
  folders: readonly string[] = [];

  /** Reads the `initialize` parameters of a client. */
  introduce({ capabilities, initializationOptions, workspaceFolders, rootUri }: InitializeParams): void {
    this.capabilities = capabilities;
    this.options = (initializationOptions as InitializationOptions | undefined) ?? {};
    this.folders = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
  }

  /** Whether the client pulls diagnostics. None are pushed to it then. */
  get pullsDiagnostics(): boolean {
    return this.capabilities.textDocument?.diagnostic !== undefined;
  }

  /** Whether it pulls diagnostics again when it is told that they have changed. */
  get pullsAgain(): boolean {
    return this.pullsDiagnostics && this.capabilities.workspace?.diagnostics?.refreshSupport === true;
  }

  get createsFiles(): boolean {
    return this.capabilities.workspace?.workspaceEdit?.resourceOperations?.includes('create') ?? false;
  }
}
