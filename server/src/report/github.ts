import type { Severity } from '../rules/severity';
import { printable } from '../text/printable';
import type { ReportedFinding } from './finding';
import { leftOutSentence } from './left-out';
import type { Report } from './report';

const COMMANDS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

/** Workflow commands of GitHub Actions, which create annotations on a pull request. */
export async function* toGitHub(report: Report): AsyncGenerator<string> {
  const { checked, leftOut } = report;
  for await (const { findings } of checked) for (const finding of findings) yield annotation(finding);
  for (const { file, reason } of report.skipped)
    yield `::notice file=${escapeProperty(file)},title=skipped::${escapeData(reason)}\n`;
  const sentence = leftOutSentence(leftOut);
  if (sentence !== undefined) yield `::notice title=left out::${escapeData(sentence)}\n`;
}

function annotation({ rule, severity, message, file, range }: ReportedFinding): string {
  // An annotation can span columns only within one line.
  const columns =
    range.start.line === range.end.line ? `,col=${range.start.character + 1},endColumn=${range.end.character + 1}` : '';
  const lines = `line=${range.start.line + 1},endLine=${range.end.line + 1}`;
  return `::${COMMANDS[severity]} file=${escapeProperty(file)},${lines}${columns},title=${escapeProperty(rule)}::${escapeData(message)}\n`;
}

/** GitHub separates only lines. The text of each line must be as harmless as text in a terminal. */
function escapeData(text: string): string {
  return text.replace(/%/g, '%25').split('\n').map(printable).join('%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
