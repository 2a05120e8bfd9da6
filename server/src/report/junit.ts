import type { CheckedFile, Report, ReportedFinding } from './report';

/** JUnit's XML as CI servers read it: a test case a file, failed if it has a finding that is no hint. */
export function toJUnit({ findings, skipped }: Report, files: readonly CheckedFile[]): string {
  const cases = files.map(({ name }) => {
    const own = findings.filter(({ file, severity }) => file === name && severity !== 'hint');
    const reasons = skipped.filter(({ file }) => file === name).map(({ reason }) => reason);
    const failures = own.map(
      (finding) =>
        `    <failure type="${finding.rule}" message="${escapeXml(finding.message)}">${escapeXml(describe(finding))}</failure>\n`,
    );
    return `  <testcase classname="sidecar-guard" name="${escapeXml(name)}">\n${failures.join('')}${skip(reasons, failures.length > 0)}  </testcase>\n`;
  });
  const count = (tag: string): number => cases.filter((text) => text.includes(`<${tag} `)).length;
  const counts = `tests="${cases.length}" failures="${count('failure')}" skipped="${count('skipped')}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuite name="sidecar-guard" ${counts}>\n${cases.join('')}</testsuite>\n`;
}

/** A case can't have failed and been skipped, so what a failed one couldn't read is its output. */
function skip(reasons: readonly string[], hasFailed: boolean): string {
  const text = escapeXml(reasons.join(' '));
  if (text === '') return '';
  return hasFailed ? `    <system-out>${text}</system-out>\n` : `    <skipped message="${text}"/>\n`;
}

function describe({ file, range, severity, message }: ReportedFinding): string {
  return `${file}:${range.start.line + 1}:${range.start.character + 1} ${severity}: ${message}`;
}

/** XML 1.0 can't hold most control characters, not even escaped. */
function escapeXml(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must go
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;')
  );
}
