import { type Diagnostic, DiagnosticSeverity, type Range } from 'vscode-languageserver';
import { DIAGNOSTIC_SOURCE } from '../diagnostics';
import { DocumentTexts, FAR_LINE, moved, WORST_FIRST } from './document-texts';
import { WrittenDiagnostics } from './message-text';

/** How many diagnostics of a file are sent. VS Code shows no more, and each edit sends them again. */
const MOST_DIAGNOSTICS = 1000;

/** The diagnostics of a document, and the line at which it begins. */
export interface PlacedTexts {
  readonly line: number;
  readonly texts: DocumentTexts;
}

/** The diagnostics of a file in the order of its text or, if there are too many, the worst ones first. */
export function fileDiagnostics(documents: readonly PlacedTexts[]): WrittenDiagnostics {
  const own = documents.filter(({ texts }) => texts.count() > 0);
  let count = 0;
  for (const { texts } of own) count += texts.count();
  if (count > MOST_DIAGNOSTICS) return new WrittenDiagnostics(worst(own, count));
  return new WrittenDiagnostics(own.map(({ line, texts }) => texts.text(line)));
}

/** The same for diagnostics that were made for the whole file. */
export function listed(diagnostics: readonly Diagnostic[]): WrittenDiagnostics {
  const texts = new DocumentTexts(
    diagnostics.map((diagnostic) => ({
      severity: diagnostic.severity ?? DiagnosticSeverity.Error,
      write: () => ({ ...diagnostic, range: moved(diagnostic.range, FAR_LINE) }),
    })),
  );
  return fileDiagnostics([{ line: 0, texts }]);
}

/** The worst ones, and one that says how many are left out. */
function worst(documents: readonly PlacedTexts[], count: number): Uint8Array[] {
  const parts: Uint8Array[] = [];
  let room = MOST_DIAGNOSTICS - 1;
  for (const severity of WORST_FIRST) {
    for (const { line, texts } of documents) {
      const those = texts.count(severity);
      if (those === 0) continue;
      if (those > room) {
        if (room > 0) parts.push(texts.firstText(line, severity, room));
        const range = texts.rangeOf(line, severity, room);
        if (range) parts.push(leftOut(count - MOST_DIAGNOSTICS + 1, range, severity));
        return parts;
      }
      parts.push(texts.text(line, severity));
      room -= those;
    }
  }
  return parts;
}

/** In place of the first one that is left out, and as severe. */
function leftOut(count: number, range: Range, severity: DiagnosticSeverity): Uint8Array {
  const message = `${count} findings of this file are left out, none more severe than this. "sidecar-guard check" lists all.`;
  const diagnostic: Diagnostic = { range, severity, source: DIAGNOSTIC_SOURCE, message };
  return new TextEncoder().encode(JSON.stringify(diagnostic));
}
