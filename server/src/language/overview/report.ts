import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { ReportFormat } from '../../protocol/overview';
import type { ReportedFinding } from '../../report/finding';
import { type HtmlParts, toHtml, toHtmlBody } from '../../report/html';
import { NOTHING_LEFT_OUT, type Skipped } from '../../report/left-out';
import { toMarkdownSummary } from '../../report/markdown';
import { type Report, reasonsToSkip, reportFile } from '../../report/report';
import { toSarif } from '../../report/sarif';
import { html } from '../../text/html';
import type { OpenAnalysis } from '../open-analysis';
import { fileNameOf } from './file-name';
import { type Judging, workspaceVerdicts } from './workspace-verdicts';

/** The report on the workspace, in a format. */
export async function workspaceReportText(
  judging: Judging,
  folders: readonly string[],
  format: ReportFormat,
  token: CancellationToken,
): Promise<string> {
  const report = new WorkspaceReport(judging, folders, token);
  switch (format) {
    case 'page':
      return (await toHtmlBody(report, report.parts)).source;
    case 'html':
      return textOf(toHtml(report));
    case 'markdown':
      return textOf(toMarkdownSummary(report, 'hint'));
    case 'sarif':
      // What was skipped stands before the findings.
      for await (const analysis of report.verdicts()) report.noteSkipped(analysis);
      return textOf(toSarif(report));
  }
}

/** A report whose files are judged while it is written. */
class WorkspaceReport implements Report {
  readonly #judging: Judging;
  readonly #folders: readonly string[];
  readonly #token: CancellationToken;
  /** The URIs of files by their names. */
  readonly #uris = new Map<string, string>();
  readonly #skipped = new Map<string, readonly Skipped[]>();
  readonly leftOut = NOTHING_LEFT_OUT;
  readonly accepted = undefined;
  files = 0;

  constructor(judging: Judging, folders: readonly string[], token: CancellationToken) {
    this.#judging = judging;
    this.#folders = folders;
    this.#token = token;
  }

  /** @throws ResponseError when the client cancels the request */
  async *verdicts(): AsyncGenerator<OpenAnalysis> {
    for await (const analysis of workspaceVerdicts(this.#judging)) {
      if (this.#token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
      yield analysis;
    }
  }

  get skipped(): readonly Skipped[] {
    return [...this.#skipped.values()].flat();
  }

  get checked(): Report['checked'] {
    return this.#check();
  }

  /** Places and rules that can be clicked. The script of the page reads the attributes. */
  get parts(): HtmlParts {
    return {
      place: ({ file, range: { start } }: ReportedFinding) =>
        html`<button class="link" data-uri="${this.#uris.get(file) ?? ''}" data-line="${start.line}" data-character="${start.character}">line ${start.line + 1}</button>`,
      rule: (id) => html`<button class="link" data-rule="${id}">${id}</button>`,
    };
  }

  noteSkipped({ uri, file }: OpenAnalysis): void {
    const name = this.#nameOf(uri);
    this.#skipped.set(
      uri,
      reasonsToSkip(file).map((reason) => ({ file: name, reason })),
    );
  }

  async *#check(): Report['checked'] {
    for await (const analysis of this.verdicts()) {
      const { uri, file, documents, options } = analysis;
      this.files++;
      this.noteSkipped(analysis);
      const name = this.#nameOf(uri);
      this.#uris.set(name, uri);
      yield reportFile({ name, text: file.text, documents, options }, this.#judging.index);
    }
  }

  #nameOf(uri: string): string {
    return fileNameOf(uri, this.#folders);
  }
}

async function textOf(parts: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const part of parts) text += part;
  return text;
}
