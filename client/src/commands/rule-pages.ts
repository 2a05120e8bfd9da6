import { commands, type Disposable, type ExtensionContext, env, window } from 'vscode';
import { explainRuleCommand } from '../../../server/src/protocol';

const PATH = /^\/rule\/([a-z0-9-]{1,100})$/;

/** What VS Code opens as the page of a rule if the id of the rule follows it: links of diagnostics cannot run commands. */
export function rulePagesOf({ extension }: ExtensionContext): string {
  return `${env.uriScheme}://${extension.id}/rule/`;
}

/** Opens the page of a rule from its link. */
export function registerRulePages(): Disposable {
  return window.registerUriHandler({
    handleUri: async ({ path }) => {
      const [, rule] = PATH.exec(path) ?? [];
      if (rule !== undefined) await commands.executeCommand(explainRuleCommand, rule);
    },
  });
}
