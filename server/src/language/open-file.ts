import type { TextDocument } from 'vscode-languageserver-textdocument';
import { ManifestFile, type PlacedDocument } from '../manifest/file';
import type { DocumentAnalysis } from '../rules/analysis';
import { findingsOfFile, type MadeBefore } from '../rules/once-a-file';
import type { AnalysisOptions } from '../rules/options';
import { type Kept, keepFindings } from './kept/kept-findings';
import type { OpenedDocument } from './open-analysis';
import { takeChanges } from './synced-text';

/** Judges a document with the facts of the moment. */
type Judge = (document: PlacedDocument['document']) => DocumentAnalysis;

/** What the findings of a file depend on besides its text. */
interface Surroundings {
  /** Of the workspace. */
  readonly generation: number;
  /** Compared by identity. */
  readonly options: AnalysisOptions;
}

const NOTHING_KEPT: Kept = new Map();
const madeBefore: MadeBefore = new WeakMap();

/** An open document as it was read at one of its versions. */
export class OpenFile {
  /** As the editor writes it. */
  readonly uri: string;
  readonly version: number;
  readonly file: ManifestFile;
  readonly #options: AnalysisOptions;
  readonly #kept: Kept;
  #judged: (Surroundings & { readonly documents: readonly OpenedDocument[] }) | undefined;
  /** The documents that were last shown with findings of the whole file. */
  #shownForFile: readonly OpenedDocument[] = [];

  /**
   * Reads a document. Only what has changed since `previous` is read anew.
   * @param judge is asked for what was shown of documents that cannot be read any more
   */
  constructor(document: TextDocument, previous: OpenFile | undefined, options: AnalysisOptions, judge: Judge) {
    this.uri = document.uri;
    this.version = document.version;
    this.file = ManifestFile.read(document.getText(), previous?.file);
    this.#options = options;
    const changes = takeChanges(document);
    if (!previous) {
      this.#kept = NOTHING_KEPT;
      return;
    }
    const kept = previous.#keptFor(options);
    const shown = (placed: PlacedDocument, index: number) => kept.get(index) ?? judge(placed.document);
    this.#kept = keepFindings({ file: previous.file, kept, shown }, this.file, changes);
    this.#judged = previous.#judged;
    this.#shownForFile = previous.#shownForFile;
  }

  /** The findings. Most documents of a file are as they were before an edit. */
  findings(surroundings: Surroundings, judge: Judge): readonly OpenedDocument[] {
    const { generation, options } = surroundings;
    const before = this.#judged;
    const known = before?.generation === generation && before.options === options ? before.documents : [];
    const kept = this.#keptFor(options);
    const { documents } = this.file;
    const judged = documents.map((placed, index) => {
      const { document, offset, line } = placed;
      const own = kept.get(index);
      const isSame = (one: OpenedDocument | undefined) => one?.document === document && (!own || one.analysis === own);
      const same = [known[index], known.at(index - documents.length)].find(isSame);
      if (same?.offset === offset && same.line === line) return same;
      return { document, offset, line, analysis: same?.analysis ?? own ?? judge(document), notes: same?.notes ?? {} };
    });
    this.#judged = { generation, options, documents: judged };
    return this.#withFindingsOfFile(judged);
  }

  #withFindingsOfFile(documents: OpenedDocument[]): readonly OpenedDocument[] {
    const analyses = findingsOfFile(documents, madeBefore);
    const shown = [...analyses].flatMap(([index, analysis]) => {
      const placed = documents[index];
      if (!placed) return [];
      const notes = this.#shownForFile.find((before) => before.analysis === analysis)?.notes ?? {};
      return [{ index, document: { ...placed, analysis, notes } }];
    });
    this.#shownForFile = shown.map(({ document }) => document);
    if (shown.length === 0) return documents;
    const result = [...documents];
    for (const { index, document } of shown) result[index] = document;
    return result;
  }

  /** Other options may ask for other findings than those that were kept. */
  #keptFor(options: AnalysisOptions): Kept {
    return options === this.#options ? this.#kept : NOTHING_KEPT;
  }
}
