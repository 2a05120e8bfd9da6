import type { Severity } from '../rules/severity';
import type { Report } from './report';

const COMMANDS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

/** Workflow commands of GitHub Actions, which become annotations on a pull request. */
export function toGitHub({ findings, skipped }: Report): string {
  const annotations = findings.map(({ rule, severity, message, file, range }) => {
    // An annotation can span columns only within one line.
    const columns =
      range.start.line === range.end.line
        ? `,col=${range.start.character + 1},endColumn=${range.end.character + 1}`
        : '';
    const lines = `line=${range.start.line + 1},endLine=${range.end.line + 1}`;
    return `::${COMMANDS[severity]} file=${escapeProperty(file)},${lines}${columns},title=${escapeProperty(rule)}::${escapeData(message)}\n`;
  });
  const notices = skipped.map(
    ({ file, reason }) => `::notice file=${escapeProperty(file)},title=skipped::${escapeData(reason)}\n`,
  );
  return [...annotations, ...notices].join('');
}

function escapeData(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
