import { CancellationTokenSource, commands, Disposable, Uri, window, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { explainRuleCommand } from '../../../server/src/protocol';
import { type ReportFormat, type ReportParams, reportRequest } from '../../../server/src/protocol/overview';
import { Html, html } from '../../../server/src/text/html';
import { onCommand } from '../says/on-command';
import { tell, telling } from '../says/tell';
import { languageOfWords, say } from '../says/words';
import { showPlace } from '../views/show-place';
import { Page } from './page';
import { toReportMessage } from './report-message';

/** "Show Workspace Report": a page with the findings of all files, which can be exported. */
export function registerWorkspaceReport(client: BaseLanguageClient, extension: Uri): Disposable {
  let page: Page | undefined;
  const show = async (): Promise<void> => {
    const body = await make(client, 'page');
    if (body === undefined) return;
    if (!page) {
      page = new Page(extension, { name: 'report', title: say`Sidecar Guard Report`, where: 'in front' }, act);
      page.onClose(() => {
        page = undefined;
      });
    }
    page.show(html`${BUTTONS}${Html.ours(body)}`);
    page.reveal();
  };
  const act = async (message: unknown): Promise<void> => {
    const asked = toReportMessage(message);
    if (!asked) return;
    if (asked.kind === 'refresh') await show();
    else if (asked.kind === 'export') await exportAs(client, asked.format);
    else if (asked.kind === 'explain') await commands.executeCommand(explainRuleCommand, asked.rule);
    else await showPlace(asked.place);
  };
  return Disposable.from(onCommand('sidecarGuard.showReport', show), { dispose: () => page?.dispose() });
}

const BUTTONS = html`<nav aria-label="${say`Actions`}" lang="${languageOfWords()}">
<button data-action="refresh">${say`Refresh`}</button>
<button data-export="markdown">${say`Export to Markdown…`}</button>
<button data-export="html">${say`Export to HTML…`}</button>
<button data-export="sarif">${say`Export to SARIF…`}</button>
</nav>
`;

/** @returns `undefined` if the user stopped it */
function make(client: BaseLanguageClient, format: ReportFormat): Promise<string | undefined> {
  return telling(say`Checking all files of the workspace`, async (signal) => {
    const source = new CancellationTokenSource();
    signal.addEventListener('abort', () => source.cancel());
    return client.sendRequest<string>(reportRequest, { format } satisfies ReportParams, source.token);
  });
}

const ENDINGS = { markdown: 'md', html: 'html', sarif: 'sarif' } as const;

async function exportAs(client: BaseLanguageClient, format: keyof typeof ENDINGS): Promise<void> {
  const ending = ENDINGS[format];
  const [folder] = workspace.workspaceFolders ?? [];
  const name = say`Report`;
  const file = await window.showSaveDialog({
    title: say`Export Report`,
    filters: { [name]: [ending] },
    ...(folder && { defaultUri: Uri.joinPath(folder.uri, `sidecar-guard-report.${ending}`) }),
  });
  if (!file) return;
  const text = await make(client, format);
  if (text === undefined) return;
  await workspace.fs.writeFile(file, new TextEncoder().encode(text));
  const open = say`Open`;
  if ((await tell('information', say`The report was written to ${workspace.asRelativePath(file)}.`, open)) === open)
    await commands.executeCommand('vscode.open', file);
}
