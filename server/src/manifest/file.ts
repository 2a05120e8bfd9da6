import type { ManifestDocument } from './document';
import { readDocument, readTemplate } from './read-document';
import { type Chunk, type Resplit, splitAgain, splitDocuments } from './split';

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
   * time for the documents that it changes, and those behind it only move.
   */
  static read(text: string, previous?: ManifestFile): ManifestFile {
    const isTemplate = hasExpressions(text);
    const read = isTemplate ? readTemplate : readDocument;
    if (!previous || previous.isTemplate !== isTemplate)
      return new ManifestFile(text, isTemplate, placed(splitDocuments(text), new Map(), read));
    const { documents } = previous;
    const { before, changed, after, moved } = splitAgain(text, documents.map(toChunk));
    const known = new Map(documents.map(({ document }) => [document.text, document]));
    return new ManifestFile(text, isTemplate, [
      ...documents.slice(0, before),
      ...placed(changed, known, read),
      ...documents.slice(documents.length - after).map((placed) => movedBy(placed, moved)),
    ]);
  }
}

function toChunk({ document, offset, line }: PlacedDocument): Chunk {
  return { text: document.text, offset, line };
}

/** Equal documents of a file are parsed once. */
function placed(
  chunks: readonly Chunk[],
  known: Map<string, ManifestDocument>,
  read: (text: string) => ManifestDocument,
): PlacedDocument[] {
  return chunks.map(({ text, offset, line }) => {
    const document = known.get(text) ?? read(text);
    known.set(text, document);
    return { document, offset, line };
  });
}

function movedBy(placed: PlacedDocument, { offset, line }: Resplit['moved']): PlacedDocument {
  if (offset === 0 && line === 0) return placed;
  return { document: placed.document, offset: placed.offset + offset, line: placed.line + line };
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
