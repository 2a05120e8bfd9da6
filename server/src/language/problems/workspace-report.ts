import type {
  CancellationToken,
  ResultProgressReporter,
  WorkspaceDiagnosticParams,
  WorkspaceDiagnosticReport,
  WorkspaceDiagnosticReportPartialResult,
  WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import type { ClosedProblems, ClosedReport } from './closed-problems';

/** How many files a message is about, and how long one waits for others. */
const MOST_FILES = 100;
const PAUSE_MS = 50;

/**
 * Answers `workspace/diagnostic` when all closed files are judged. A client that takes partial results gets them as they are
 * found. If it has results of an earlier answer, the request stays open, and the client is told of each change.
 */
export async function workspaceReport(
  problems: ClosedProblems,
  { previousResultIds }: WorkspaceDiagnosticParams,
  token: CancellationToken,
  partial: ResultProgressReporter<WorkspaceDiagnosticReportPartialResult> | undefined,
): Promise<WorkspaceDiagnosticReport> {
  const previous = new Map(previousResultIds.map(({ uri, value }) => [uri, value]));
  const judged = Promise.race([problems.whenJudged(), cancelled(token)]);
  if (!partial) {
    await judged;
    return { items: allOf(problems, previous) };
  }
  const outbox = new Outbox((items) => partial.report({ items }));
  const stop = problems.onReport((report) => outbox.put(toReport(report, undefined)));
  try {
    for (const report of allOf(problems, previous)) outbox.put(report);
    await judged;
    outbox.flush();
    if (previous.size > 0) await cancelled(token);
    return { items: [] };
  } finally {
    stop();
    outbox.close();
  }
}

/** The files with findings, and those whose findings, which the client has, are gone. */
function allOf(problems: ClosedProblems, previous: ReadonlyMap<string, string>): WorkspaceDocumentDiagnosticReport[] {
  const reports = problems.all.map((report) => toReport(report, previous.get(report.uri)));
  const known = new Set(reports.map(({ uri }) => uri));
  const gone = [...previous.keys()].filter((uri) => !known.has(uri));
  return [...reports, ...gone.map((uri) => toReport(problems.of(uri), undefined))];
}

function toReport({ uri, id, items }: ClosedReport, previousId: string | undefined): WorkspaceDocumentDiagnosticReport {
  const file = { uri, version: null, resultId: id };
  return id !== '' && id === previousId
    ? { kind: 'unchanged', ...file }
    : { kind: 'full', ...file, items: items.toJSON() };
}

function cancelled(token: CancellationToken): Promise<void> {
  if (token.isCancellationRequested) return Promise.resolve();
  return new Promise((resolve) => {
    token.onCancellationRequested(() => resolve());
  });
}

/** Collects reports, the last one of each file, and sends many at once. */
class Outbox {
  readonly #send: (items: WorkspaceDocumentDiagnosticReport[]) => void;
  #waiting = new Map<string, WorkspaceDocumentDiagnosticReport>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(send: (items: WorkspaceDocumentDiagnosticReport[]) => void) {
    this.#send = send;
  }

  put(report: WorkspaceDocumentDiagnosticReport): void {
    this.#waiting.set(report.uri, report);
    if (this.#waiting.size >= MOST_FILES) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), PAUSE_MS);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const items = [...this.#waiting.values()];
    this.#waiting = new Map();
    if (items.length > 0) this.#send(items);
  }

  close(): void {
    clearTimeout(this.#timer);
  }
}
