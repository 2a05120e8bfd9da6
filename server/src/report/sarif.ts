import { RULES } from '../rules/index';
import { ruleUrl } from '../rules/links';
import { ruleMarkdown } from '../rules/markdown';
import type { Rule } from '../rules/rule';
import type { Severity } from '../rules/severity';
import { encoded } from '../text/encoded';
import { unlinked } from '../text/saying';
import { JsonItems, jsonText } from './json';
import { leftOutSentence } from './left-out';
import type { Report, ReportedFinding } from './report';

export const SARIF_LEVELS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

/** SARIF 2.1.0, for code scanning services. */
export async function* toSarif(report: Report): AsyncGenerator<string> {
  const notifications = [
    ...report.skipped.map(({ file, reason }) => ({
      level: 'warning',
      message: { text: `${file} was skipped. ${reason}` },
      locations: [{ physicalLocation: { artifactLocation: { uri: toUri(file) } } }],
    })),
    ...[leftOutSentence(report.leftOut) ?? []].flat().map((text) => ({ level: 'note', message: { text } })),
  ];
  const [head, tail] = halves(sarifLog({ rules: RULES.map(describeRule), notifications, results: [] }));
  yield head;
  const results = new JsonItems(8, withoutLinks);
  for await (const { findings } of report.checked) for (const finding of findings) yield results.add(toResult(finding));
  yield results.end();
  yield tail;
}

/** A log without results, before and behind the end of their list. */
function halves(log: string): [head: string, tail: string] {
  const place = log.lastIndexOf('[]');
  return [log.slice(0, place + 1), log.slice(place + 2)];
}

/** The parts that differ between logs. */
export interface SarifParts {
  readonly rules: readonly object[];
  readonly notifications: readonly object[];
  readonly results: readonly object[];
}

export function sarifLog({ rules, notifications, results }: SarifParts): string {
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Sidecar Guard',
            informationUri: 'https://sidecar-guard.dev',
            rules,
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: notifications,
          },
        ],
        results,
      },
    ],
  };
  return `${jsonText(log, 2, withoutLinks)}\n`;
}

/** Viewers show `[text](target)` in a message as a link (SARIF 2.1.0, 3.11.6). Our messages have no links. */
function withoutLinks(key: string, value: unknown): unknown {
  return key === 'text' && typeof value === 'string' ? unlinked(value) : value;
}

function describeRule(rule: Rule): object {
  const { id, title, why, fix, severity, category } = rule;
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: fix, markdown: ruleMarkdown(rule).source },
    helpUri: ruleUrl(id),
    defaultConfiguration: severity === 'off' ? { enabled: false } : { level: SARIF_LEVELS[severity] },
    properties: { tags: ['security', 'kubernetes', category] },
  };
}

function toResult({ rule, severity, message, file, range, resource, container }: ReportedFinding): object {
  return {
    ruleId: rule,
    ruleIndex: RULES.findIndex(({ id }) => id === rule),
    level: SARIF_LEVELS[severity],
    message: { text: message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: toUri(file) },
          // SARIF counts from 1.
          region: {
            startLine: range.start.line + 1,
            startColumn: range.start.character + 1,
            endLine: range.end.line + 1,
            endColumn: range.end.character + 1,
          },
        },
      },
    ],
    // These stay the same when lines move, so that a known finding is not reported as new.
    partialFingerprints: {
      'sidecarGuard/v1': [
        file,
        rule,
        resource.kind,
        resource.namespace ?? '',
        resource.name ?? '',
        container ?? '',
      ].join('|'),
    },
  };
}

/** A relative path becomes a relative reference. An absolute path is on another drive of Windows. */
export function toUri(file: string): string {
  if (/^[A-Za-z]:\//.test(file))
    return `file:///${file
      .split('/')
      .map((part, index) => (index === 0 ? part : encoded(part)))
      .join('/')}`;
  return file.split('/').map(encoded).join('/');
}
