import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Configurations } from '../configuration/configurations';
import type { Analyzer } from '../rules/engine';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import { canonicalUri } from './canonical-uri';
import type { OpenAnalysis } from './open-analysis';
import { OpenFile } from './open-file';

/** In milliseconds. A document that takes longer to read is not read again at each of many edits in a row. */
const SLOW_MS = 50;

/** The parsed open documents. An update costs only as much as the changed part. */
export class OpenDocuments {
  /** By canonical URI. */
  readonly #files = new Map<string, { readonly open: OpenFile; readonly isSlow: boolean; isIndexed: boolean }>();
  /** The documents that have changed. They are read when they are needed. */
  readonly #late = new Map<string, TextDocument>();
  readonly #index: WorkspaceIndex;
  readonly #analyzer: Analyzer;
  readonly #configurations: Configurations;
  readonly #onTaken: (uri: string) => void;

  /** @param onTaken called when a document was read, with its URI as the editor writes it */
  constructor(
    index: WorkspaceIndex,
    analyzer: Analyzer,
    configurations: Configurations,
    onTaken: (uri: string) => void = () => {},
  ) {
    this.#onTaken = onTaken;
    this.#index = index;
    this.#configurations = configurations;
    this.#analyzer = analyzer;
  }

  /**
   * Reads the text of a document, and updates the workspace index.
   * @returns whether it was read; a slow document waits for `takeLate`, or for a request about any document
   */
  update(document: TextDocument): boolean {
    const uri = canonicalUri(document.uri);
    if (this.#files.get(uri)?.isSlow) this.#late.set(uri, document);
    else this.#take(uri, document);
    return !this.#late.has(uri);
  }

  /** Reads the waiting documents, in their current version. */
  takeLate(): void {
    for (const [uri, document] of [...this.#late]) {
      this.#late.delete(uri);
      this.#take(uri, document);
    }
  }

  #take(uri: string, document: TextDocument): void {
    const before = this.#files.get(uri);
    const known = before?.open;
    if (known?.version === document.version) return;
    const start = performance.now();
    const options = this.#configurations.optionsFor(uri);
    // What was shown is asked for before the index knows the new state.
    const open = new OpenFile(document, known, options, (one) => this.#analyzer.analyse(one, options));
    const isIndexed = !this.#configurations.isOne(uri) && options.isExcluded !== true;
    // This parses the documents that have changed.
    if (isIndexed) this.#index.update(uri, open.file, { previous: before?.isIndexed ? known?.file : undefined });
    this.#files.set(uri, { open, isSlow: performance.now() - start > SLOW_MS, isIndexed });
    if (this.#configurations.isOne(uri)) {
      this.#configurations.update(uri, open.file.text);
      this.indexAgain();
    }
    this.#onTaken(document.uri);
  }

  /** Takes in or leaves out what a change of a configuration is about. */
  indexAgain(): void {
    for (const [uri, entry] of this.#files) {
      const isIndexed = !this.#configurations.isOne(uri) && this.#configurations.optionsFor(uri).isExcluded !== true;
      if (isIndexed === entry.isIndexed) continue;
      entry.isIndexed = isIndexed;
      if (isIndexed) this.#index.update(uri, entry.open.file);
      else this.#index.delete(uri);
    }
  }

  close(uri: string): void {
    this.#files.delete(canonicalUri(uri));
    this.#late.delete(canonicalUri(uri));
  }

  has(uri: string): boolean {
    return this.#files.has(canonicalUri(uri));
  }

  /** As the editor writes them. */
  get uris(): string[] {
    return [...this.#files.values()].map(({ open }) => open.uri);
  }

  /** The findings in a document as it was last read; `undefined` if it is not open. */
  analyse(uri: string): OpenAnalysis | undefined {
    this.takeLate();
    const canonical = canonicalUri(uri);
    const open = this.#files.get(canonical)?.open;
    if (!open) return undefined;
    const options = this.#configurations.optionsFor(canonical);
    const surroundings = { generation: this.#index.generation, options };
    const documents = open.findings(surroundings, (document) => this.#analyzer.analyse(document, options));
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
