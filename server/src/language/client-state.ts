import type { ClientCapabilities, InitializeParams } from 'vscode-languageserver';
import type { InitializationOptions } from '../protocol';
import type { CompletionAbilities } from './completion/completion';

/** The fields of diagnostics that not every client knows. There are a thousand of them, so none is sent in vain. */
export interface DiagnosticFields {
  readonly codeDescription: boolean;
  /** What comes before the id of a rule in a link that the client opens; a page of the documentation if absent. */
  readonly rulePages?: string | undefined;
  readonly data: boolean;
  readonly relatedInformation: boolean;
  readonly tags: boolean;
}

/** What the client has said about itself and its workspace. */
export class ClientState {
  capabilities: ClientCapabilities = {};
  options: InitializationOptions = {};
  /** The folders of the workspace, as URIs. */
  folders: readonly string[] = [];
  /** Whether the user wants the role of each container behind its name. */
  showsRoleHints = false;

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

  /** A client that says nothing about its diagnostics gets all fields: old ones know them without saying so. */
  get diagnosticFields(): DiagnosticFields {
    const { diagnostic = {}, publishDiagnostics = {} } = this.capabilities.textDocument ?? {};
    const said = { ...publishDiagnostics, ...diagnostic };
    const saysNothing = Object.keys(said).length === 0;
    return {
      codeDescription: said.codeDescriptionSupport ?? saysNothing,
      rulePages: this.options.rulePages,
      data: said.dataSupport ?? saysNothing,
      relatedInformation: said.relatedInformation ?? saysNothing,
      tags: said.tagSupport !== undefined || saysNothing,
    };
  }

  /** Whether it pulls diagnostics again when it is told that they have changed. */
  get pullsAgain(): boolean {
    return this.pullsDiagnostics && this.capabilities.workspace?.diagnostics?.refreshSupport === true;
  }

  /** Whether it asks for the edit of a code action when the user has chosen the action. */
  get makesEditsLate(): boolean {
    const { codeAction } = this.capabilities.textDocument ?? {};
    return codeAction?.dataSupport === true && (codeAction.resolveSupport?.properties.includes('edit') ?? false);
  }

  get completes(): CompletionAbilities {
    return {
      takesSnippets: this.capabilities.textDocument?.completion?.completionItem?.snippetSupport ?? false,
      hasSchemas: this.options.hasSchemas ?? false,
    };
  }

  /** Whether it asks for hints again when it is told that they have changed. */
  get refreshesHints(): boolean {
    return this.capabilities.workspace?.inlayHint?.refreshSupport ?? false;
  }

  get createsFiles(): boolean {
    return this.capabilities.workspace?.workspaceEdit?.resourceOperations?.includes('create') ?? false;
  }
}
