import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver';
import type { PlacedAnalysis, RuleFinding } from '../rules/analysis';
import { ruleUrl } from '../rules/links';
import type { Related } from '../rules/rule';
import type { Severity } from '../rules/severity';
import type { DiagnosticFields } from './client-state';
import type { OpenAnalysis } from './open-analysis';
import { toRange } from './ranges';

/** The `source` of our diagnostics, for users and other extensions. */
export const DIAGNOSTIC_SOURCE = 'Sidecar Guard';

/** The `data` of a diagnostic, for code actions and other tools. */
interface DiagnosticData {
  /** The titles of its fixes. */
  readonly fixes: readonly string[];
}

/** The severities of the protocol. */
export const DIAGNOSTIC_SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

const TAGS = { unnecessary: DiagnosticTag.Unnecessary, deprecated: DiagnosticTag.Deprecated } as const;

const ALL_FIELDS: DiagnosticFields = { codeDescription: true, data: true, relatedInformation: true, tags: true };

/** @param fields those that may be there */
export function toDiagnostic(
  open: Pick<OpenAnalysis, 'uri' | 'placeOf'>,
  placed: PlacedAnalysis,
  finding: RuleFinding,
  fields = ALL_FIELDS,
): Diagnostic {
  const related = fields.relatedInformation
    ? (finding.related ?? []).flatMap((other) => toRelatedInformation(open, placed, other))
    : [];
  const href = fields.codeDescription ? pageOf(finding.rule.id, fields) : undefined;
  const data: DiagnosticData = { fixes: fields.data ? (finding.fixes ?? []).map(({ title }) => title) : [] };
  return {
    range: toRange(placed, finding.span),
    severity: DIAGNOSTIC_SEVERITIES[finding.severity],
    code: finding.rule.id,
    ...(href !== undefined && { codeDescription: { href } }),
    source: DIAGNOSTIC_SOURCE,
    message: finding.message,
    ...(fields.tags && finding.rule.tag && { tags: [TAGS[finding.rule.tag]] }),
    ...(data.fixes.length > 0 && { data }),
    ...(related.length > 0 && { relatedInformation: related }),
  };
}

function pageOf(rule: string, { rulePages }: DiagnosticFields): string | undefined {
  return rulePages === undefined ? ruleUrl(rule) : rulePages + rule;
}

/** Another place, in this document or in another one, which can be in another file. */
function toRelatedInformation(
  open: Pick<OpenAnalysis, 'uri' | 'placeOf'>,
  placed: PlacedAnalysis,
  { at, document, message }: Related,
) {
  if (!document || document === placed.document) {
    return [{ location: { uri: open.uri, range: toRange(placed, at.span) }, message }];
  }
  const place = open.placeOf(document);
  return place
    ? [{ location: { uri: place.uri, range: toRange({ document, line: place.line }, at.span) }, message }]
    : [];
}
