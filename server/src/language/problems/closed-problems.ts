import type { Configurations } from '../../configuration/configurations';
import type { ManifestFile } from '../../manifest/file';
import type { Analyzer } from '../../rules/engine';
import type { AnalysisOptions } from '../../rules/options';
import { isWorse, type Severity } from '../../rules/severity';
import type { WorkspaceIndex } from '../../workspace/workspace-index';
import { deferred } from '../deferred';
import type { OpenAnalysis } from '../open-analysis';
import { Turns } from '../turns';
import type { DiagnosticWriter } from '../wire/diagnostic-writer';
import { WrittenDiagnostics } from '../wire/message-text';
import { Shown } from '../wire/shown';
import { judgeClosed } from './judge-closed';
import { type ClosedFile, KeptFiles } from './kept-files';
import type { ProblemMode } from './problem-mode';
import { Quiet } from './quiet';

/** What closed files are judged with. */
interface Surroundings {
  readonly index: WorkspaceIndex;
  readonly analyzer: Analyzer;
  readonly configurations: Configurations;
  readonly writer: DiagnosticWriter;
  /** Whether a file is open: then the text in the editor counts. */
  isOpen(uri: string): boolean;
  /** Reads files and their facts anew; `undefined` for those that cannot be read. */
  read(uris: readonly string[]): Promise<readonly (ManifestFile | undefined)[]>;
}

/** What is found in a closed file. */
export interface ClosedReport {
  readonly uri: string;
  readonly id: string;
  readonly items: WrittenDiagnostics;
}

/** What the verdict on a closed file was made of. */
interface Judged {
  readonly generation: number;
  readonly options: AnalysisOptions;
  readonly mode: ProblemMode;
}

const NOTHING = new WrittenDiagnostics([]);

/**
 * The findings in the files of the workspace that are not open. They are judged when the workspace was read, and again when
 * something changes, while the user does not type. Only what differs from before is reported. URIs are canonical.
 */
export class ClosedProblems {
  readonly #with: Surroundings;
  readonly #files = new KeptFiles();
  readonly #judged = new Map<string, Judged>();
  readonly #shown = new Shown<WrittenDiagnostics>((one, other) => one.equals(other));
  readonly #listeners = new Set<(report: ClosedReport) => void>();
  /** What was closed is reported again, even if it is as it was before it was opened. */
  readonly #untold = new Set<string>();
  readonly #quiet = new Quiet();
  #onChange = (): void => {};
  #onJudged = (_: OpenAnalysis): void => {};
  #mode: ProblemMode = 'warnings';
  readonly #ready = deferred();
  #isReady = false;
  #isAsked = false;
  #running: Promise<void> | undefined;

  constructor(surroundings: Surroundings) {
    this.#with = surroundings;
  }

  /** The files that may be judged. */
  get uris(): string[] {
    return this.#files.uris;
  }

  set mode(mode: ProblemMode) {
    this.#mode = mode;
  }

  /** The closed files, some at a time. Those that cannot be read any more are left out. */
  async *files(isWanted: (uri: string) => boolean): AsyncGenerator<readonly ClosedFile[]> {
    for (const uris of this.#files.batches()) {
      const closed = uris.filter((uri) => !this.#with.isOpen(uri) && isWanted(uri));
      yield await this.#files.get(closed, (missing) => this.#with.read(missing));
    }
  }

  /** Differs from before if the file was read again. */
  stampOf(uri: string): object | undefined {
    return this.#files.stampOf(uri);
  }

  /** @param listener called with all findings of a file when it was judged */
  onJudged(listener: (analysis: OpenAnalysis) => void): void {
    this.#onJudged = listener;
  }

  /** Takes a file that was read because it is new, changed, or no longer open. */
  take(uri: string, file: ManifestFile): void {
    this.#files.set(uri, file);
    this.#judged.delete(uri);
  }

  remove(uri: string): void {
    this.#files.delete(uri);
    this.#judged.delete(uri);
    this.#report(uri, NOTHING);
  }

  /** A file is no longer open: what the client shows of it is what was found in the editor. */
  noteClosed(uri: string): void {
    this.#untold.add(uri);
  }

  /** Nothing is judged for a moment after an edit. */
  noteEdit(): void {
    this.#quiet.disturb();
    this.#onChange();
  }

  /** @param listener called when something may have changed: a file, an edit, or a setting */
  onChange(listener: () => void): void {
    this.#onChange = listener;
  }

  /** The workspace was read: until then, facts of other files are missing. */
  start(): void {
    this.#isReady = true;
    this.wake();
    this.#ready.resolve();
  }

  /** Judges what may have changed. */
  wake(): void {
    if (!this.#isReady) return;
    this.#onChange();
    this.#isAsked = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  /** What is known of a file now. */
  of(uri: string): ClosedReport {
    const { id, what } = this.#shown.of(uri) ?? { id: '', what: NOTHING };
    return { uri, id, items: what };
  }

  /** All files that have findings, as far as they are known. */
  get all(): readonly ClosedReport[] {
    return this.#shown.uris.map((uri) => this.of(uri)).filter(({ items }) => !items.isEmpty);
  }

  /** @returns stops the reports */
  onReport(listener: (report: ClosedReport) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when the user does not type. */
  whenQuiet(): Promise<void> {
    return this.#quiet.wait();
  }

  /** Resolves when the workspace was read and all files are judged as they are now. */
  async whenJudged(): Promise<void> {
    await this.#ready.promise;
    while (this.#running) await this.#running;
  }

  async #run(): Promise<void> {
    const turns = new Turns();
    while (this.#isAsked) {
      // The edit that asked is answered first.
      await this.#quiet.wait();
      this.#isAsked = false;
      for (const uris of this.#files.batches()) {
        await turns.next();
        const stale = uris.filter((uri) => this.#isStale(uri));
        if (stale.length === 0) continue;
        const read = await this.#files.get(stale, (missing) => this.#with.read(missing));
        for (const [uri, file] of read) {
          await this.#quiet.wait();
          if (this.#isStale(uri)) this.#judge(uri, file);
          await turns.next();
        }
      }
    }
  }

  #isStale(uri: string): boolean {
    if (this.#with.isOpen(uri) || !this.#files.has(uri)) return false;
    const judged = this.#judged.get(uri);
    return (
      judged?.generation !== this.#with.index.generation ||
      judged.options !== this.#with.configurations.optionsFor(uri) ||
      judged.mode !== this.#mode
    );
  }

  #judge(uri: string, file: ManifestFile): void {
    const { analyzer, configurations, index, writer } = this.#with;
    const options = configurations.optionsFor(uri);
    const mode = this.#mode;
    this.#judged.set(uri, { generation: index.generation, options, mode });
    if (mode === 'open files') {
      this.#report(uri, NOTHING);
      return;
    }
    const isShown = (severity: Severity): boolean => mode === 'all' || isWorse(severity, 'information');
    const analysis = judgeClosed({ uri, file, options }, analyzer, index);
    this.#onJudged(analysis);
    const documents = analysis.documents.map((document) => {
      const findings = document.analysis.findings.filter(({ severity }) => isShown(severity));
      return { ...document, analysis: { ...document.analysis, findings } };
    });
    this.#report(uri, writer.write({ ...analysis, documents }));
    index.release(file);
  }

  #report(uri: string, items: WrittenDiagnostics): void {
    const isUntold = this.#untold.delete(uri);
    if (items.isEmpty && this.of(uri).items.isEmpty && !isUntold) return;
    if (!this.#shown.changes(uri, items) && !isUntold) return;
    const report = this.of(uri);
    for (const listener of this.#listeners) listener(report);
  }
}
