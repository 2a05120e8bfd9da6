import { commands, Disposable, Uri, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  explainRuleCommand,
  type RuleDocumentationParams,
  ruleDocumentationRequest,
} from '../../../server/src/protocol';
import { showMarkdown } from '../views/markdown-page';

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
    await showMarkdown(uri, 'beside');
  });
  return Disposable.from(provider, command);
}
