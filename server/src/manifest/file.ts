import { ManifestDocument } from './document';
import { type Chunk, splitDocuments } from './split';

/** A document and where it stands in its file. */
export interface PlacedDocument {
  readonly document: ManifestDocument;
  readonly offset: number;
  readonly line: number;
}

/** The parsed state of one file's text. */
export class ManifestFile {
  readonly text: string;
  readonly isTemplate: boolean;
  readonly documents: readonly PlacedDocument[];

  private constructor(text: string, isTemplate: boolean, documents: readonly PlacedDocument[]) {
    this.text = text;
    this.isTemplate = isTemplate;
    this.documents = documents;
  }

  /**
   * Reads a file. Documents whose text already stood in `previous` are taken over from it unparsed, wherever they stand
   * now, so the cost of an edit is that of the documents that it touched.
   */
  static read(text: string, previous?: ManifestFile): ManifestFile {
    const isTemplate = text.includes('{{');
    const known = new Map<string, ManifestDocument>();
    if (previous?.isTemplate === isTemplate) {
      for (const { document } of previous.documents) known.set(document.text, document);
    }
    const place = (chunk: Chunk): PlacedDocument => {
      const document = known.get(chunk.text) ?? new ManifestDocument(chunk.text, isTemplate);
      // Two equal documents of one file are parsed once, too.
      known.set(chunk.text, document);
      return { document, offset: chunk.offset, line: chunk.line };
    };
    return new ManifestFile(text, isTemplate, splitDocuments(text).map(place));
  }
}
