import { Disposable, Uri, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  explainRuleCommand,
  type RuleDocumentationParams,
  ruleDocumentationRequest,
} from '../../../server/src/protocol';
import { choose } from '../says/ask';
import { onCommand } from '../says/on-command';
import { say } from '../says/words';
import { showMarkdown } from '../views/markdown-page';
import { argumentsAtCursor } from './arguments-at-cursor';

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
      return page ?? `# ${say`No such rule`}\n\n${say`Sidecar Guard has no rule of this name.`}\n`;
    },
  });
  const command = onCommand(explainRuleCommand, async (argument) => {
    const rules = argument === undefined ? await argumentsAtCursor(client, explainRuleCommand) : [argument];
    const rule = await chooseRule(rules.filter((one) => typeof one === 'string').filter((one) => RULE.test(one)));
    if (rule === undefined) return;
    const uri = Uri.from({ scheme: SCHEME, path: `${rule}.md` });
    await showMarkdown(uri, 'beside');
  });
  return Disposable.from(provider, command);
}

async function chooseRule(rules: readonly string[]): Promise<string | undefined> {
  if (rules.length <= 1) return rules[0];
  const lines = rules.map((rule) => ({ label: say`${rule}`, rule }));
  const chosen = await choose(lines, { title: say`Explain a rule`, placeholder: say`Choose the rule` });
  return chosen?.rule;
}
