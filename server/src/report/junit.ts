import type { ReportedFinding } from './finding';
import { leftOutSentence } from './left-out';
import type { Report } from './report';

/** JUnit XML for CI servers: one test case for each file, failed if it has a finding above a hint. */
export async function* toJUnit({ checked, skipped, leftOut }: Report): AsyncGenerator<string> {
  const reasons = new Map<string, string[]>();
  for (const { file, reason } of skipped) reasons.set(file, [...(reasons.get(file) ?? []), reason]);
  // The numbers come before the cases.
  const cases: string[] = [];
  for await (const { name, findings } of checked) {
    cases.push(testCase(name, findings, reasons.get(name) ?? []));
    reasons.delete(name);
  }
  // A file that was not read gets a case, too, so that it is visible.
  for (const [name, own] of reasons) cases.push(testCase(name, [], own));
  const count = (tag: string): number => cases.filter((text) => text.includes(`<${tag} `)).length;
  const counts = `tests="${cases.length}" failures="${count('failure')}" errors="0" skipped="${count('skipped')}"`;
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuite name="sidecar-guard" ${counts}>\n`;
  yield* cases;
  const sentence = leftOutSentence(leftOut);
  if (sentence !== undefined) yield `  <system-out>${escapeXml(sentence)}</system-out>\n`;
  yield '</testsuite>\n';
}

function testCase(name: string, findings: readonly ReportedFinding[], reasons: readonly string[]): string {
  const failures = findings
    .filter(({ severity }) => severity !== 'hint')
    .map(
      (finding) =>
        `    <failure type="${finding.rule}" message="${escapeXml(finding.message)}">${escapeXml(describe(finding))}</failure>\n`,
    );
  return `  <testcase classname="sidecar-guard" name="${escapeXml(name)}">\n${failures.join('')}${skip(reasons, failures.length > 0)}  </testcase>\n`;
}

/** A test case cannot be both failed and skipped, so a failed case gets the reasons as its output. */
function skip(reasons: readonly string[], hasFailed: boolean): string {
  const text = escapeXml(reasons.join(' '));
  if (text === '') return '';
  return hasFailed ? `    <system-out>${text}</system-out>\n` : `    <skipped message="${text}"/>\n`;
}

function describe({ file, range, severity, message }: ReportedFinding): string {
  return `${file}:${range.start.line + 1}:${range.start.character + 1} ${severity}: ${message}`;
}

/** XML 1.0 does not allow most control characters, not even escaped. Other unprintable characters and line breaks are escaped. */
function escapeXml(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern removes them
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu, '\ufffd')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;')
      .replace(
        /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|#(?=#[a-z]*\[)|(?<=^\s*):(?=:)/giu,
        toReference,
      )
  );
}

function toReference(character: string): string {
  return `&#${character.codePointAt(0)};`;
}
