import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import { parseConfiguration } from '../configuration/configuration';
import { DIAGNOSTIC_SOURCE } from './diagnostics';
import { DocumentTexts, FAR_LINE, moved } from './wire/document-texts';

/** The errors in a configuration file, as diagnostics. */
export function configurationDiagnostics(text: string): Diagnostic[] {
  return parseConfiguration(text).problems.map(({ message, start, end }) => ({
    range: { start, end },
    severity: DiagnosticSeverity.Error,
    source: DIAGNOSTIC_SOURCE,
    message,
  }));
}

/** The same, to be sent. */
export function configurationTexts(text: string): DocumentTexts {
  return new DocumentTexts(
    configurationDiagnostics(text).map((diagnostic) => ({
      severity: DiagnosticSeverity.Error,
      write: () => ({ ...diagnostic, range: moved(diagnostic.range, FAR_LINE) }),
    })),
  );
}
