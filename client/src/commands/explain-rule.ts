import { Disposable, Uri, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  explainRuleCommand,
  type RuleDocumentationParams,
  ruleDocumentationRequest,
} from '../../../server/src/protocol';
import { onCommand } from '../says/on-command';
import { showMarkdown } from '../views/markdown-page';

/** Documents with this scheme are the pages of rules: showing one needs no network. */
const SCHEME = 'sidecar-guard-rule';

/** The ids of rules. The command can be run with any argument, for example by a link on a page. */
const RULE = /^[a-z0-9-]{1,100}$/;

/** The command of the "Explain" code action: opens the page of a rule beside the manifest. */
export function registerExplainRule(client: BaseLanguageClient): Disposable {
  const provider = workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: async (uri) => {
      const params: RuleDocumentationParams = { rule: uri.path.replace(/\.md$/, '') };
      const page = await client.sendRequest<string | null>(ruleDocumentationRequest, params);
      return page ?? '# No such rule\n\nSidecar Guard has no rule of this name.\n';
    },
  });
  const command = onCommand(explainRuleCommand, async (rule) => {
    if (typeof rule !== 'string' || !RULE.test(rule)) return;
    const uri = Uri.from({ scheme: SCHEME, path: `${rule}.md` });
    await showMarkdown(uri, 'beside');
  });
  return Disposable.from(provider, command);
}
