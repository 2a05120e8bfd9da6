import { type Configurations, isConfigurationFile } from '../configuration/configurations';
import { ManifestFile } from '../manifest/file';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import type { OpenDocuments } from './open-documents';
import type { WorkspaceFiles } from './workspace-files';

/** How many files are asked for at once: enough to hide the latency, few enough to answer the editor in between. */
const BATCH = 50;

/** Keeps the index true to the files that aren't open; open ones speak for themselves. */
export class WorkspaceScan {
  readonly #files: WorkspaceFiles;
  readonly #index: WorkspaceIndex;
  readonly #configurations: Configurations;
  readonly #open: OpenDocuments;

  constructor(files: WorkspaceFiles, index: WorkspaceIndex, configurations: Configurations, open: OpenDocuments) {
    this.#files = files;
    this.#index = index;
    this.#configurations = configurations;
    this.#open = open;
  }

  /** Reads all the files below these folders, and gives their number. Afterwards the index knows the whole workspace. */
  async run(folders: readonly string[]): Promise<number> {
    try {
      const uris = await this.#files.find(folders);
      for (let at = 0; at < uris.length; at += BATCH) await this.read(uris.slice(at, at + BATCH));
      return uris.length;
    } finally {
      this.#index.isComplete = true;
    }
  }

  /** Reads files again after they changed. One that can't be read any more is taken out. */
  async read(uris: readonly string[]): Promise<void> {
    const closed = uris.filter((uri) => !this.#open.has(uri));
    const texts = closed.length > 0 ? await this.#files.read(closed) : [];
    closed.forEach((uri, at) => {
      // It may have been opened while we waited.
      if (this.#open.has(uri)) return;
      const text = texts[at];
      if (isConfigurationFile(uri)) this.#configurations.update(uri, text ?? undefined);
      else if (typeof text === 'string') this.#index.update(uri, ManifestFile.read(text));
      else this.#index.delete(uri);
    });
  }
}
