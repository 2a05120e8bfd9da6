import type { Connection } from 'vscode-languageserver';
import type { Configurations } from '../configuration/configurations';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import type { ClientState } from './client-state';
import { IndexedFiles } from './indexed-files';
import { NewGates } from './new-gates';
import type { OpenDocuments } from './open-documents';
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
}

/** The files of the workspace: how they are reached, and how far they have been read. */
export class WorkspaceState {
  readonly #target: Target;
  readonly #firstRead = deferred();
  #scan: WorkspaceScan;
  #newGates: NewGates;
  /** How many files are read at most; a change takes effect with the next `readAll`. */
  maxFiles = DEFAULT_MAX_FILES;

  constructor(target: Target, files: WorkspaceFiles) {
    this.#target = target;
    this.#scan = this.#scanOf(files);
    this.#newGates = new NewGates(target.index, files);
  }

  /** Takes another way to the files, before any is read. */
  reachBy(files: WorkspaceFiles): void {
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
    const { connection, client, publisher } = this.#target;
    if (await readWorkspace(connection, this.#scan, client.folders, this.maxFiles)) publisher.refresh();
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
    const { connection, index, configurations, open } = this.#target;
    const log = (message: string): void => connection.console.info(message);
    return new WorkspaceScan(files, new IndexedFiles(files, index, configurations, open, log), index);
  }
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
