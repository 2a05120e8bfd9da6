import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import type { ManifestDocument } from '../manifest/document';
import type { PlacedDocument } from '../manifest/file';
import { DIAGNOSTIC_SOURCE } from './diagnostics';
import { toRange } from './ranges';

/** Whether a document is a template that cannot be read, so that nothing is found in it. */
export function isUnreadTemplate({ isTemplate, syntaxErrors }: ManifestDocument): boolean {
  return isTemplate && syntaxErrors.length > 0;
}

/** The hint at the first line of text of such a document: silence would look like a clean bill. */
export function templateHint(placed: PlacedDocument): Diagnostic {
  const { text } = placed.document;
  const start = Math.max(0, text.search(/\S/));
  const end = text.indexOf('\n', start);
  return {
    range: toRange(placed, { start, end: end === -1 ? text.length : end }),
    severity: DiagnosticSeverity.Hint,
    source: DIAGNOSTIC_SOURCE,
    message: 'Not judged: this is a Helm template. Check the output of "helm template".',
  };
}
