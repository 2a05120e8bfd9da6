import { RULES } from '../rules/index';
import { ruleUrl } from '../rules/links';
import { ruleMarkdown } from '../rules/markdown';
import type { Rule } from '../rules/rule';
import type { Severity } from '../rules/severity';
import type { Report, ReportedFinding } from './report';

export const LEVELS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

/** SARIF 2.1.0, as code scanning services take it. */
export function toSarif(report: Report): string {
  return sarifLog({
    rules: RULES.map(describeRule),
    notifications: report.skipped.map(({ file, reason }) => ({
      level: 'warning',
      message: { text: `${file} was skipped. ${reason}` },
      locations: [{ physicalLocation: { artifactLocation: { uri: toUri(file) } } }],
    })),
    results: report.findings.map(toResult),
  });
}

/** What differs from one log to another. */
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
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function describeRule(rule: Rule): object {
  const { id, title, why, fix, severity, category } = rule;
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: fix, markdown: ruleMarkdown(rule) },
    helpUri: ruleUrl(id),
    defaultConfiguration: severity === 'off' ? { enabled: false } : { level: LEVELS[severity] },
    properties: { tags: ['security', 'kubernetes', category] },
  };
}

function toResult({ rule, severity, message, file, range, resource, container }: ReportedFinding): object {
  return {
    ruleId: rule,
    ruleIndex: RULES.findIndex(({ id }) => id === rule),
    level: LEVELS[severity],
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
    // What stays the same when lines move, so that a known finding isn't reported as new.
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

/** A relative path is a relative reference; the others are on another drive of Windows. */
export function toUri(file: string): string {
  if (/^[A-Za-z]:\//.test(file)) return `file:///${encodeURI(file)}`;
  return file.split('/').map(encodeURIComponent).join('/');
}
