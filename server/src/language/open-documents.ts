import type { TextDocument } from 'vscode-languageserver-textdocument';
import { type Configurations, isConfigurationFile } from '../configuration/configurations';
import type { ManifestDocument } from '../manifest/document';
import { ManifestFile } from '../manifest/file';
import type { AnalysisOptions, Analyzer, PlacedAnalysis } from '../rules/engine';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import { canonicalUri } from './canonical-uri';

/** The verdict on an open document at one of its versions. */
export interface OpenAnalysis {
  /** As the editor spells it. */
  readonly uri: string;
  readonly version: number;
  readonly file: ManifestFile;
  readonly documents: readonly PlacedAnalysis[];
  /** What holds for it. */
  readonly options: AnalysisOptions;
  /** Where a document of the workspace stands, for findings that point to other files. */
  placeOf(document: ManifestDocument): { uri: string; line: number } | undefined;
}

/** The parsed state of the open documents, each brought up to date at the cost of what changed in it. */
export class OpenDocuments {
  /** By canonical URI. */
  readonly #files = new Map<string, { uri: string; version: number; file: ManifestFile }>();
  readonly #index: WorkspaceIndex;
  readonly #analyzer: Analyzer;
  readonly #configurations: Configurations;

  constructor(index: WorkspaceIndex, analyzer: Analyzer, configurations: Configurations) {
    this.#index = index;
    this.#configurations = configurations;
    this.#analyzer = analyzer;
  }

  /** Takes in a document's text, and says to the workspace what it holds. */
  update(document: TextDocument): void {
    const uri = canonicalUri(document.uri);
    const known = this.#files.get(uri);
    if (known?.version === document.version) return;
    const file = ManifestFile.read(document.getText(), known?.file);
    this.#files.set(uri, { uri: document.uri, version: document.version, file });
    if (isConfigurationFile(uri)) this.#configurations.update(uri, file.text);
    else this.#index.update(uri, file);
  }

  close(uri: string): void {
    this.#files.delete(canonicalUri(uri));
  }

  has(uri: string): boolean {
    return this.#files.has(canonicalUri(uri));
  }

  /** As the editor spells them. */
  get uris(): string[] {
    return [...this.#files.values()].map(({ uri }) => uri);
  }

  /** The verdict on a document as it was last taken in; `undefined` for one that isn't open. */
  analyse(uri: string): OpenAnalysis | undefined {
    const canonical = canonicalUri(uri);
    const open = this.#files.get(canonical);
    if (!open) return undefined;
    const options = this.#configurations.optionsFor(canonical);
    const documents = open.file.documents.map((placed) => ({
      ...placed,
      analysis: this.#analyzer.analyse(placed.document, options),
    }));
    return {
      uri: open.uri,
      version: open.version,
      file: open.file,
      documents,
      options,
      placeOf: (document) => this.#index.placeOf(document),
    };
  }
}
