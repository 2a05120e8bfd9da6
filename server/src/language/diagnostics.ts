import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import type { DocumentAnalysis, PlacedAnalysis, RuleFinding } from '../rules/analysis';
import { ruleUrl } from '../rules/links';
import type { Related } from '../rules/rule';
import type { Severity } from '../rules/severity';
import type { OpenAnalysis } from './open-documents';
import { toRange } from './ranges';

/** The `source` of our diagnostics, for users and other extensions. */
export const DIAGNOSTIC_SOURCE = 'Sidecar Guard';

/** The `data` of a diagnostic, for code actions and other tools. */
interface DiagnosticData {
  /** The titles of its fixes. */
  readonly fixes: readonly string[];
}

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** The diagnostics of an analysis, and the place for which they were made. */
const made = new WeakMap<DocumentAnalysis, { uri: string; line: number; diagnostics: readonly Diagnostic[] }>();

/** The diagnostics of a file, in the order of its text. After a keystroke, most documents of the file are unchanged. */
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

/** Another place, in this document or in another one, which can be in another file. */
function toRelatedInformation(open: OpenAnalysis, placed: PlacedAnalysis, { at, document, message }: Related) {
  if (!document || document === placed.document) {
    return [{ location: { uri: open.uri, range: toRange(placed, at.span) }, message }];
  }
  const place = open.placeOf(document);
  return place
    ? [{ location: { uri: place.uri, range: toRange({ document, line: place.line }, at.span) }, message }]
    : [];
}
