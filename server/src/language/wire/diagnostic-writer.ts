import type { DiagnosticFields } from '../client-state';
import { DIAGNOSTIC_SEVERITIES, toDiagnostic } from '../diagnostics';
import type { OpenAnalysis, OpenedDocument, OtherPlace } from '../open-analysis';
import { isUnreadTemplate, templateHint } from '../template-hint';
import { DocumentTexts, FAR_LINE } from './document-texts';
import { fileDiagnostics, type PlacedTexts } from './file-diagnostics';
import type { WrittenDiagnostics } from './message-text';

/** Writes the diagnostics of files. After a keystroke, most documents are unchanged, and so are their diagnostics. */
export class DiagnosticWriter {
  readonly #fields: () => DiagnosticFields;
  readonly #hasTemplateHints: boolean;

  /**
   * @param fields what the client knows, once it has said so
   * @param hasTemplateHints whether a file with templates that cannot be read has a hint that says so
   */
  constructor(fields: () => DiagnosticFields, { hasTemplateHints }: { readonly hasTemplateHints: boolean }) {
    this.#fields = fields;
    this.#hasTemplateHints = hasTemplateHints;
  }

  /** The findings of a file. */
  write(open: OpenAnalysis): WrittenDiagnostics {
    const documents = open.documents.map((placed) => ({ line: placed.line, texts: this.#textsOf(open, placed) }));
    const template = this.#hasTemplateHints && open.documents.find(({ document }) => isUnreadTemplate(document));
    return fileDiagnostics(template ? [hintAt(template), ...documents] : documents);
  }

  #textsOf(open: OpenAnalysis, placed: OpenedDocument): DocumentTexts {
    const { written } = placed.notes;
    if (written?.uri === open.uri && written.others.every((other) => isThere(open, other))) return written.texts;
    const others: OtherPlace[] = [];
    placed.notes.written = { uri: open.uri, others, texts: this.#texts(open, placed, others) };
    return placed.notes.written.texts;
  }

  /** @param others takes the other places that a diagnostic names when it is written */
  #texts({ uri, placeOf }: OpenAnalysis, { document, offset, analysis }: OpenedDocument, others: OtherPlace[]) {
    const noting: Pick<OpenAnalysis, 'uri' | 'placeOf'> = {
      uri,
      placeOf: (other) => {
        const place = placeOf(other);
        others.push({ document: other, place });
        return place;
      },
    };
    const far = { document, offset, analysis, line: FAR_LINE };
    return new DocumentTexts(
      analysis.findings.map((finding) => ({
        severity: DIAGNOSTIC_SEVERITIES[finding.severity],
        write: () => toDiagnostic(noting, far, finding, this.#fields()),
      })),
    );
  }
}

function hintAt({ document, offset, line }: OpenedDocument): PlacedTexts {
  const far = { document, offset, line: FAR_LINE };
  return { line, texts: new DocumentTexts([{ severity: DIAGNOSTIC_SEVERITIES.hint, write: () => templateHint(far) }]) };
}

function isThere({ placeOf }: OpenAnalysis, { document, place }: OtherPlace): boolean {
  const now = placeOf(document);
  return now?.uri === place?.uri && now?.line === place?.line;
}
