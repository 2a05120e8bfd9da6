import type { Severity } from '../rules/severity';
import { type Html, html, htmlOf } from '../text/html';
import type { ReportedFinding } from './finding';
import { leftOutSentence, type Skipped } from './left-out';
import type { Report } from './report';
import { RuleCounts } from './rule-counts';
import { byWorst, countOf, countSeverities, countWords, worstOnTop } from './severities';

/** A browser slows down with very long pages. The other formats have everything. */
const MOST_FINDINGS = 3000;
const MOST_SKIPPED = 200;

/** What differs between a page that a browser opens and one of an editor. */
export interface HtmlParts {
  place(finding: ReportedFinding): Html;
  rule(id: string): Html;
}

const PLAIN: HtmlParts = {
  place: ({ range }) => html`line ${range.start.line + 1}`,
  rule: (id) => html`<code>${id}</code>`,
};

/** A file as the page shows it. The findings themselves would keep their documents in memory. */
interface FileSection {
  readonly name: string;
  readonly counts: ReadonlyMap<Severity, number>;
  readonly items: readonly Html[];
}

/** The findings as the body of a page: how many there are of each rule, then all of them, the worst file first. */
export async function toHtmlBody(report: Report, parts: HtmlParts = PLAIN): Promise<Html> {
  const [rules, sections, counts]: [RuleCounts, FileSection[], Map<Severity, number>] = [
    new RuleCounts(),
    [],
    new Map(),
  ];
  for await (const { name, findings } of report.checked) {
    if (findings.length === 0) continue;
    const own = countSeverities(findings);
    for (const [severity, number] of own) counts.set(severity, (counts.get(severity) ?? 0) + number);
    for (const finding of findings) rules.add(finding);
    sections.push({ name, counts: own, items: worstOnTop(findings).map((finding) => toItem(finding, parts)) });
  }
  sections.sort((a, b) => byWorst(a.counts, b.counts));
  const leftOut = leftOutSentence(report.leftOut);
  return html`<main>
<h1>Sidecar Guard report</h1>
<p>${countWords(counts) ?? 'No findings'} in ${countOf(report.files, 'file')}.</p>
${rules.size > 0 ? ruleTable(rules, parts) : ''}
${toSections(sections)}
${report.skipped.length > 0 ? skippedList(report.skipped) : ''}
${leftOut === undefined ? '' : html`<p>${leftOut}</p>`}
</main>`;
}

/** The report as one file that a browser opens. It has no program, and loads nothing. */
export async function* toHtml(report: Report): AsyncGenerator<string> {
  const body = await toHtmlBody(report);
  yield html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sidecar Guard report</title>
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; }
th, td { text-align: start; padding: 0.2rem 1rem 0.2rem 0; vertical-align: top; border-bottom: 1px solid; }
h2 { font-size: 1.1rem; margin-top: 2rem; overflow-wrap: anywhere; }
ul.findings { list-style: none; padding: 0; }
ul.findings li { margin: 0.6rem 0; }
.severity { font-weight: bold; }
.about { opacity: 0.8; }
</style>
</head>
<body>
${body}
</body>
</html>
`.source;
}

function ruleTable({ rows }: RuleCounts, { rule: linked }: HtmlParts): Html {
  const lines = rows.map(
    ({ rule, severity, count }) =>
      html`<tr><td>${count}</td><td>${severityOf(severity)}</td><td>${linked(rule)}</td></tr>\n`,
  );
  return html`<table>
<caption>Findings by rule</caption>
<thead><tr><th scope="col">Findings</th><th scope="col">Severity</th><th scope="col">Rule</th></tr></thead>
<tbody>
${htmlOf(lines)}</tbody>
</table>`;
}

function toSections(sections: readonly FileSection[]): Html {
  const shown: Html[] = [];
  let left = MOST_FINDINGS;
  for (const { name, counts, items } of sections) {
    if (left <= 0) break;
    shown.push(html`<section>
<h2>${name}</h2>
<p class="about">${countWords(counts) ?? ''}</p>
<ul class="findings">
${htmlOf(items.slice(0, left))}</ul>
</section>\n`);
    left -= items.length;
  }
  const all = sections.reduce((sum, { items }) => sum + items.length, 0);
  const more = all - MOST_FINDINGS;
  return html`${htmlOf(shown)}${more > 0 ? html`<p>${countOf(more, 'more finding')} are not shown.</p>` : ''}`;
}

function toItem(finding: ReportedFinding, parts: HtmlParts): Html {
  const { severity, message, rule, resource, container, fixes } = finding;
  const about = [`${resource.kind} ${resource.name ?? ''}`.trim(), ...(container === undefined ? [] : [container])];
  const fix = fixes.length > 0 ? ' · can be fixed' : '';
  return html`<li>${severityOf(severity)} ${sentence(message)}<br><span class="about">${parts.place(finding)} · ${about.join(' · ')} · ${parts.rule(rule)}${fix}</span></li>\n`;
}

/** Text between backquotes is code. With an odd number of them, the last one is plain text. */
function sentence(message: string): Html {
  const parts = message.split('`');
  return htmlOf(
    parts.map((part, index) => {
      if (index % 2 === 0) return html`${part}`;
      return index === parts.length - 1 ? html`\`${part}` : html`<code>${part}</code>`;
    }),
  );
}

function severityOf(severity: Severity): Html {
  return html`<span class="severity ${severity}">${severity}</span>`;
}

function skippedList(skipped: readonly Skipped[]): Html {
  const items = skipped.slice(0, MOST_SKIPPED).map(({ file, reason }) => html`<li><b>${file}</b> ${reason}</li>\n`);
  const more = skipped.length - MOST_SKIPPED;
  return html`<section>
<h2>Skipped</h2>
<ul>
${htmlOf(items)}</ul>
${more > 0 ? html`<p>${more} more were skipped.</p>` : ''}
</section>`;
}
