import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import { parseConfiguration } from '../configuration/configuration';
import { DIAGNOSTIC_SOURCE } from './diagnostics';

/** The errors in a configuration file, as diagnostics. */
export function configurationDiagnostics(text: string): Diagnostic[] {
  return parseConfiguration(text).problems.map(({ message, start, end }) => ({
    range: { start, end },
    severity: DiagnosticSeverity.Error,
    source: DIAGNOSTIC_SOURCE,
    message,
  }));
}
