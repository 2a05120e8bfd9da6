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
    const before = previous?.isTemplate === isTemplate ? previous.documents : [];
    const chunks = splitDocuments(text);
    let known: Map<string, ManifestDocument> | undefined;
    const find = (chunk: string, at: number): ManifestDocument => {
      // Nearly all documents stand where they stood, counted from one end or the other, and comparing two texts is much
      // cheaper than looking one up among hundreds.
      const neighbours = [before[at], before[before.length - chunks.length + at]];
      const same = neighbours.find((placed) => placed?.document.text === chunk);
      if (same) return same.document;
      known ??= new Map(before.map(({ document }) => [document.text, document]));
      const document = known.get(chunk) ?? new ManifestDocument(chunk, isTemplate);
      // Two equal documents of one file are parsed once, too.
      known.set(chunk, document);
      return document;
    };
    const place = (chunk: Chunk, at: number): PlacedDocument => {
      return { document: find(chunk.text, at), offset: chunk.offset, line: chunk.line };
    };
    return new ManifestFile(text, isTemplate, chunks.map(place));
  }
}
