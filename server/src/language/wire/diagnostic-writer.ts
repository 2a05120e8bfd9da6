import type { ManifestDocument } from '../../manifest/document';
import type { PlacedAnalysis } from '../../rules/analysis';
import type { DiagnosticFields } from '../client-state';
import { toDiagnostic } from '../diagnostics';
import type { OpenAnalysis } from '../open-documents';
import type { OpenedDocument } from '../open-file';
import { DocumentTexts, FAR_LINE } from './document-texts';
import { fileDiagnostics } from './file-diagnostics';
import type { WrittenDiagnostics } from './message-text';

/** A place outside of a document that its diagnostics name. */
interface OtherPlace {
  readonly document: ManifestDocument;
  readonly place: ReturnType<OpenAnalysis['placeOf']>;
}

/** What was written for a document. */
export interface WrittenDocument {
  readonly uri: string;
  readonly others: readonly OtherPlace[];
  readonly texts: DocumentTexts;
}

/** Writes the diagnostics of files. After a keystroke, most documents are unchanged, and so are their diagnostics. */
export class DiagnosticWriter {
  readonly #fields: () => DiagnosticFields;

  /** @param fields what the client knows, once it has said so */
  constructor(fields: () => DiagnosticFields) {
    this.#fields = fields;
  }

  /** The findings of a file. */
  write(open: OpenAnalysis): WrittenDiagnostics {
    return fileDiagnostics(open.documents.map((placed) => ({ line: placed.line, texts: this.#textsOf(open, placed) })));
  }

  #textsOf(open: OpenAnalysis, placed: OpenedDocument): DocumentTexts {
    const { written } = placed.notes;
    if (written?.uri === open.uri && written.others.every((other) => isThere(open, other))) return written.texts;
    const { diagnostics, others } = this.#diagnosticsOf(open, placed);
    const texts = new DocumentTexts(diagnostics);
    placed.notes.written = { uri: open.uri, others, texts };
    return texts;
  }

  #diagnosticsOf({ uri, placeOf }: OpenAnalysis, placed: PlacedAnalysis) {
    const others: OtherPlace[] = [];
    const noting: Pick<OpenAnalysis, 'uri' | 'placeOf'> = {
      uri,
      placeOf: (document) => {
        const place = placeOf(document);
        others.push({ document, place });
        return place;
      },
    };
    const fields = this.#fields();
    const far = { ...placed, line: FAR_LINE };
    const diagnostics = placed.analysis.findings.map((finding) => toDiagnostic(noting, far, finding, fields));
    return { diagnostics, others };
  }
}

function isThere({ placeOf }: OpenAnalysis, { document, place }: OtherPlace): boolean {
  const now = placeOf(document);
  return now?.uri === place?.uri && now?.line === place?.line;
}
