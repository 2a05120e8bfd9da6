import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import type { DocumentAnalysis, PlacedAnalysis, RuleFinding } from '../rules/engine';
import { ruleUrl } from '../rules/links';
import type { Related } from '../rules/rule';
import type { Severity } from '../rules/severity';
import type { OpenAnalysis } from './open-documents';
import { toRange } from './ranges';

/** The `source` by which people and other extensions tell our diagnostics. */
export const DIAGNOSTIC_SOURCE = 'Sidecar Guard';

/** What a diagnostic carries for the code actions and for other tools. */
export interface DiagnosticData {
  /** The titles of the fixes that may be offered for it. */
  readonly fixes: readonly string[];
}

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** What was made of an analysis the last time, and for which place. */
const made = new WeakMap<DocumentAnalysis, { uri: string; line: number; diagnostics: readonly Diagnostic[] }>();

/** All of a file's findings, in the order of its text. At a keystroke, most of its documents are as and where they were. */
export function toDiagnostics(open: OpenAnalysis): Diagnostic[] {
  const { uri, documents } = open;
  return documents.flatMap((placed) => {
    const { analysis, line } = placed;
    const known = made.get(analysis);
    if (known?.uri === uri && known.line === line) return known.diagnostics;
    const diagnostics = analysis.findings.map((finding) => toDiagnostic(open, placed, finding));
    made.set(analysis, { uri, line, diagnostics });
    return diagnostics;
  });
}

export function toDiagnostic(open: OpenAnalysis, placed: PlacedAnalysis, finding: RuleFinding): Diagnostic {
  const data: DiagnosticData = { fixes: (finding.fixes ?? []).map(({ title }) => title) };
  return {
    range: toRange(placed, finding.span),
    severity: SEVERITIES[finding.severity],
    code: finding.rule.id,
    codeDescription: { href: ruleUrl(finding.rule.id) },
    source: DIAGNOSTIC_SOURCE,
    message: finding.message,
    data,
    ...(finding.related && {
      relatedInformation: finding.related.flatMap((related) => toRelatedInformation(open, placed, related)),
    }),
  };
}

/** Another place of the same document, or one in another document, which can be in another file. */
function toRelatedInformation(open: OpenAnalysis, placed: PlacedAnalysis, { at, document, message }: Related) {
  if (!document || document === placed.document) {
    return [{ location: { uri: open.uri, range: toRange(placed, at.span) }, message }];
  }
  const place = open.placeOf(document);
  return place
    ? [{ location: { uri: place.uri, range: toRange({ document, line: place.line }, at.span) }, message }]
    : [];
}
