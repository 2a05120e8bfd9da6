import type { ManifestDocument } from './document';
import { readDocument, readTemplate } from './read-document';
import { type Chunk, splitDocuments } from './split';

/** A document and its place in the file. */
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
   * Reads a file. Documents with the same text as one in `previous` are reused without parsing, so an edit costs only the
   * time for the documents that it changes.
   */
  static read(text: string, previous?: ManifestFile): ManifestFile {
    const isTemplate = hasExpressions(text);
    const before = previous?.isTemplate === isTemplate ? previous.documents : [];
    const chunks = splitDocuments(text);
    const read = isTemplate ? readTemplate : readDocument;
    let known: Map<string, ManifestDocument> | undefined;
    const find = (chunk: string, index: number): ManifestDocument => {
      // Most documents keep their place, counted from the start or from the end, and a comparison of two texts is much
      // faster than a lookup among hundreds.
      const neighbours = [before[index], before[before.length - chunks.length + index]];
      const same = neighbours.find((placed) => placed?.document.text === chunk);
      if (same) return same.document;
      known ??= new Map(before.map(({ document }) => [document.text, document]));
      const document = known.get(chunk) ?? read(chunk);
      // Two equal documents of one file are also parsed once.
      known.set(chunk, document);
      return document;
    };
    const place = (chunk: Chunk, index: number): PlacedDocument => {
      return { document: find(chunk.text, index), offset: chunk.offset, line: chunk.line };
    };
    return new ManifestFile(text, isTemplate, chunks.map(place));
  }
}

/** Whether a text has template expressions. An expression in a comment does not count: it must not remove findings. */
function hasExpressions(text: string): boolean {
  for (let offset = text.indexOf('{{'); offset !== -1; offset = text.indexOf('{{', offset)) {
    const before = text.slice(text.lastIndexOf('\n', offset) + 1, offset);
    if (!/^#|[ \t]#/.test(before)) return true;
    const end = text.indexOf('\n', offset);
    if (end === -1) return false;
    offset = end;
  }
  return false;
}
