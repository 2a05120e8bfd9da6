import type { ManifestDocument } from './document';
import { readDocument, readTemplate } from './read-document';
import { type Chunk, type Resplit, splitAgain, splitDocuments } from './split';

/** A document and its place in the file. */
export interface PlacedDocument {
  readonly document: ManifestDocument;
  readonly offset: number;
  readonly line: number;
}

/** What a file has in common with an earlier state of it. */
interface Kept {
  /** How many of its first documents are the earlier ones, at their places. */
  readonly before: number;
  /** How many of its last documents are the earlier ones. They may have moved. */
  readonly after: number;
}

/** With more changed documents, it pays to make a map of the known ones. */
const FEW = 8;

/** The parsed state of one file's text. */
export class ManifestFile {
  readonly text: string;
  readonly isTemplate: boolean;
  readonly documents: readonly PlacedDocument[];
  /** What it has in common with the state that it was read with. */
  readonly kept: Kept;

  private constructor(text: string, isTemplate: boolean, documents: readonly PlacedDocument[], kept: Kept) {
    this.text = text;
    this.isTemplate = isTemplate;
    this.documents = documents;
    this.kept = kept;
  }

  /**
   * Reads a file. Documents with the same text as one in `previous` are reused without parsing, so an edit costs only the
   * time for the documents that it changes, and those behind it only move.
   */
  static read(text: string, previous?: ManifestFile): ManifestFile {
    const isTemplate = hasExpressions(text);
    const read = isTemplate ? readTemplate : readDocument;
    if (!previous || previous.isTemplate !== isTemplate) {
      const documents = placed(splitDocuments(text), [], read);
      return new ManifestFile(text, isTemplate, documents, { before: 0, after: 0 });
    }
    const known = previous.documents;
    const { before, changed, after, moved } = splitAgain(text, known.map(toChunk));
    const documents = known.slice(0, before);
    for (const document of placed(changed, known, read)) documents.push(document);
    for (let index = known.length - after; index < known.length; index++) {
      const document = known[index];
      if (document) documents.push(movedBy(document, moved));
    }
    return new ManifestFile(text, isTemplate, documents, { before, after });
  }
}

function toChunk({ document, offset, line }: PlacedDocument): Chunk {
  return { text: document.text, offset, line };
}

/** Equal documents of a file are parsed once. */
function placed(
  chunks: readonly Chunk[],
  before: readonly PlacedDocument[],
  read: (text: string) => ManifestDocument,
): PlacedDocument[] {
  const isMany = chunks.length > FEW;
  const known = new Map(isMany ? before.map(({ document }) => [document.text, document]) : []);
  const find = (text: string): ManifestDocument | undefined =>
    known.get(text) ?? (isMany ? undefined : before.find(({ document }) => document.text === text)?.document);
  return chunks.map(({ text, offset, line }) => {
    const document = find(text) ?? read(text);
    known.set(text, document);
    return { document, offset, line };
  });
}

function movedBy(placed: PlacedDocument, { offset, line }: Resplit['moved']): PlacedDocument {
  if (offset === 0 && line === 0) return placed;
  return { document: placed.document, offset: placed.offset + offset, line: placed.line + line };
}

/** A line that a script replaces, as `sed` does. Where it stands, it can be no YAML of a manifest. */
const LINE_TO_BE_REPLACED = /^__[A-Z][A-Z\d_]*__[ \t]*\r?$/m;

/** Whether a text has template expressions. An expression in a comment does not count: it must not remove findings. */
function hasExpressions(text: string): boolean {
  if (text.includes('\n__') && LINE_TO_BE_REPLACED.test(text)) return true;
  for (let offset = text.indexOf('{{'); offset !== -1; offset = text.indexOf('{{', offset)) {
    const before = text.slice(text.lastIndexOf('\n', offset) + 1, offset);
    if (!/^#|[ \t]#/.test(before)) return true;
    const end = text.indexOf('\n', offset);
    if (end === -1) return false;
    offset = end;
  }
  return false;
}
