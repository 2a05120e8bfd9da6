import { commands, Disposable, Uri, window, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  explainRuleCommand,
  type RuleDocumentationParams,
  ruleDocumentationRequest,
} from '../../../server/src/protocol';

/** Documents with this scheme are the rules' pages, so that explaining one needs no network. */
const SCHEME = 'sidecar-guard-rule';

/** What the "Explain" code action runs: opens a rule's page beside the manifest. */
export function registerExplainRule(client: BaseLanguageClient): Disposable {
  const provider = workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: async (uri) => {
      const params: RuleDocumentationParams = { rule: uri.path.replace(/\.md$/, '') };
      const page = await client.sendRequest<string | null>(ruleDocumentationRequest, params);
      return page ?? `# ${params.rule}\n\nSidecar Guard has no rule of this name.\n`;
    },
  });
  const command = commands.registerCommand(explainRuleCommand, async (rule: unknown) => {
    if (typeof rule !== 'string') return;
    const uri = Uri.from({ scheme: SCHEME, path: `${rule}.md` });
    const available = await commands.getCommands(true);
    if (available.includes('markdown.showPreviewToSide'))
      await commands.executeCommand('markdown.showPreviewToSide', uri);
    else await window.showTextDocument(uri, { preview: true });
  });
  return Disposable.from(provider, command);
}
