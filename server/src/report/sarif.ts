import { RULES } from '../rules/index';
import { documentationUrl, ruleUrl } from '../rules/links';
import { ruleMarkdown } from '../rules/markdown';
import type { Rule } from '../rules/rule';
import type { Severity } from '../rules/severity';
import { encoded } from '../text/encoded';
import { unlinked } from '../text/saying';
import type { ReportedFinding, ReportedSilence } from './finding';
import { Fingerprints } from './fingerprints';
import { JsonItems, jsonText } from './json';
import { leftOutSentence } from './left-out';
import type { Report } from './report';
import { VERSION } from './version';

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
  const [results, prints] = [new JsonItems(8, withoutLinks), new Fingerprints()];
  for await (const { findings, silenced } of report.checked) {
    for (const finding of findings) yield results.add(toResult(finding, prints.of(finding)));
    for (const { finding, by, reason } of silenced)
      yield results.add({ ...toResult(finding, prints.of(finding)), suppressions: [toSuppression(by, reason)] });
  }
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
            version: VERSION,
            semanticVersion: VERSION,
            ...(documentationUrl !== undefined && { informationUri: documentationUrl }),
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
function withoutLinks(this: unknown, key: string, value: unknown): unknown {
  if (this instanceof InsertedContent) return value;
  return key === 'text' && typeof value === 'string' ? unlinked(value) : value;
}

function describeRule(rule: Rule): object {
  const { id, title, why, fix, severity, category } = rule;
  const page = ruleUrl(id);
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: fix, markdown: ruleMarkdown(rule).source },
    ...(page !== undefined && { helpUri: page }),
    defaultConfiguration: severity === 'off' ? { enabled: false } : { level: SARIF_LEVELS[severity] },
    properties: { tags: ['security', 'kubernetes', category] },
  };
}

function toResult({ rule, severity, message, file, range, edits }: ReportedFinding, fingerprint: string): object {
  const artifactLocation = { uri: toUri(file) };
  return {
    ruleId: rule,
    ruleIndex: RULES.findIndex(({ id }) => id === rule),
    level: SARIF_LEVELS[severity],
    message: { text: message },
    locations: [
      {
        physicalLocation: {
          artifactLocation,
          region: toRegion(range),
        },
      },
    ],
    // GitHub takes only the first name; other services take any.
    partialFingerprints: { primaryLocationLineHash: fingerprint, 'sidecarGuard/v2': fingerprint },
    ...(edits.length > 0 && {
      fixes: edits.map((fix) => ({
        description: { text: fix.title },
        artifactChanges: [
          {
            artifactLocation,
            replacements: fix.edits.map((edit) => ({
              deletedRegion: toRegion(edit.range),
              insertedContent: new InsertedContent(edit.newText),
            })),
          },
        ],
      })),
    }),
  };
}

/** The text of a fix, which is no message. */
class InsertedContent {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** SARIF counts from 1. */
function toRegion({ start, end }: ReportedFinding['range']): object {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

function toSuppression(by: ReportedSilence['by'], reason: string | undefined): object {
  return {
    kind: by === 'comment' ? 'inSource' : 'external',
    status: 'accepted',
    justification: reason ?? (by === 'baseline' ? 'It is in the baseline.' : 'No reason is given.'),
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
