import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import { parseConfiguration } from '../configuration/configuration';
import { DIAGNOSTIC_SOURCE } from './diagnostics';

/** The errors in a configuration file, as diagnostics. */
export function configurationDiagnostics(text: string): Diagnostic[] {
  return parseConfiguration(text).problems.map(({ message, start, end, isNotice }) => ({
    range: { start, end },
    severity: isNotice ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error,
    source: DIAGNOSTIC_SOURCE,
    message,
  }));
}
