import type { Connection } from 'vscode-languageserver';
import type { Configurations } from '../configuration/configurations';
import { ManifestFile } from '../manifest/file';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import type { ClientState } from './client-state';
import { deferred } from './deferred';
import { IndexedFiles, MAX_BYTES } from './indexed-files';
import { NewGates } from './new-gates';
import type { OpenDocuments } from './open-documents';
import type { ClosedProblems } from './problems/closed-problems';
import type { Publisher } from './publisher';
import { DEFAULT_MAX_FILES } from './settings';
import type { WorkspaceFiles } from './workspace-files';
import { readWorkspace } from './workspace-reader';
import { WorkspaceScan } from './workspace-scan';

/** How long a diagnostic request waits for the first reading of the workspace. */
const SCAN_PATIENCE_MS = 1000;

/** What the files of the workspace are taken into. */
interface Target {
  readonly connection: Connection;
  readonly client: ClientState;
  readonly index: WorkspaceIndex;
  readonly configurations: Configurations;
  readonly open: OpenDocuments;
  readonly publisher: Publisher;
  readonly problems: ClosedProblems;
}

/** The files of the workspace: how they are reached, and how far they have been read. */
export class WorkspaceState {
  readonly #target: Target;
  readonly #firstRead = deferred();
  #files: WorkspaceFiles;
  #scan: WorkspaceScan;
  #newGates: NewGates;
  /** How many files are read at most; a change takes effect with the next `readAll`. */
  maxFiles = DEFAULT_MAX_FILES;

  constructor(target: Target, files: WorkspaceFiles) {
    this.#target = target;
    this.#files = files;
    this.#scan = this.#scanOf(files);
    this.#newGates = new NewGates(target.index, files);
  }

  /** Takes another way to the files, before any is read. */
  reachBy(files: WorkspaceFiles): void {
    this.#files = files;
    this.#scan = this.#scanOf(files);
    this.#newGates = new NewGates(this.#target.index, files);
  }

  get newGates(): NewGates {
    return this.#newGates;
  }

  get scan(): WorkspaceScan {
    return this.#scan;
  }

  async readAll(): Promise<void> {
    const { connection, client, publisher, problems } = this.#target;
    if (!(await readWorkspace(connection, this.#scan, client.folders, this.maxFiles))) return;
    publisher.refresh();
    problems.start();
  }

  /** Shows the result of a change once, at its end: when a folder is moved, its files disappear and come back. */
  async takeIn(change: Promise<void>): Promise<void> {
    try {
      await change;
    } catch (error) {
      this.#target.connection.console.error(
        `Changed files could not be read: ${error instanceof Error ? error.stack : String(error)}`,
      );
    }
    this.#target.publisher.refreshIfChanged();
    this.#target.problems.wake();
  }

  /** Reads closed files and their facts anew; `undefined` for those that cannot be read. */
  async readAgain(uris: readonly string[]): Promise<(ManifestFile | undefined)[]> {
    const texts = await this.#files.read(uris, MAX_BYTES);
    return uris.map((uri, index) => {
      const text = texts[index];
      if (typeof text !== 'string') return undefined;
      const file = ManifestFile.read(text);
      this.#target.index.update(uri, file);
      return file;
    });
  }

  /** Says that the first reading has ended, well or not. */
  endFirstRead(): void {
    this.#firstRead.resolve();
  }

  /** Resolves when the workspace was read. */
  get whenRead(): Promise<void> {
    return this.#firstRead.promise;
  }

  /** Resolves when the workspace was read, or after a time limit. */
  async whenReadOrLate(): Promise<void> {
    if (!this.#target.index.isComplete) await Promise.race([this.whenRead, delay(SCAN_PATIENCE_MS)]);
  }

  #scanOf(files: WorkspaceFiles): WorkspaceScan {
    const { connection, index, configurations, open, problems } = this.#target;
    const log = (message: string): void => connection.console.info(message);
    return new WorkspaceScan(files, new IndexedFiles(files, index, configurations, open, problems, log), index);
  }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
