import type { ManifestFile, PlacedDocument } from '../manifest/file';

/** How many images a text names, and how many of them have a digest. */
interface Count {
  readonly all: number;
  readonly pinned: number;
}

const NONE: Count = { all: 0, pinned: 0 };

/**
 * Whether a workspace pins its images: where most have a digest, one without was likely forgotten. It counts in texts, so that no
 * document is parsed for it.
 */
export class PinnedImages {
  readonly #ofFile = new WeakMap<ManifestFile, Count>();
  readonly #files = new Map<string, Count>();
  #sum = NONE;

  get areMost(): boolean {
    return this.#sum.pinned * 2 > this.#sum.all;
  }

  /** @param previous see `WorkspaceIndex.update` */
  update(uri: string, file: ManifestFile, previous: ManifestFile | undefined): void {
    let count = this.#ofFile.get(file);
    if (!count) {
      const before = previous && this.#ofFile.get(previous);
      count = previous && before ? changedCount(before, previous, file) : countIn(file.documents);
      this.#ofFile.set(file, count);
    }
    this.#set(uri, count);
  }

  delete(uri: string): void {
    this.#set(uri, NONE);
  }

  #set(uri: string, count: Count): void {
    this.#sum = sum(this.#sum, count, minus(this.#files.get(uri) ?? NONE));
    if (count.all === 0) this.#files.delete(uri);
    else this.#files.set(uri, count);
  }
}

/** The count of a file that differs in a few documents from one whose count is known. */
function changedCount(before: Count, previous: ManifestFile, file: ManifestFile): Count {
  const { kept } = file;
  const changed = ({ documents }: ManifestFile): Count =>
    countIn(documents.slice(kept.before, documents.length - kept.after));
  return sum(before, changed(file), minus(changed(previous)));
}

function countIn(documents: readonly PlacedDocument[]): Count {
  let [all, pinned] = [0, 0];
  for (const { document } of documents) {
    const { text } = document;
    for (let offset = text.indexOf(FIELD); offset !== -1; offset = text.indexOf(FIELD, offset + FIELD.length)) {
      VALUE.lastIndex = offset + FIELD.length;
      const value = VALUE.exec(text)?.[1];
      if (value === undefined) continue;
      all++;
      if (value.includes('@')) pinned++;
    }
  }
  return { all, pinned };
}

const FIELD = 'image';
/** What follows the name of the field where it has a text, in YAML and in JSON. */
const VALUE = /"?[ \t]*:[ \t]+["']?([^\s"',{}[\]#]+)/y;

function sum(...counts: readonly Count[]): Count {
  let [all, pinned] = [0, 0];
  for (const count of counts) {
    all += count.all;
    pinned += count.pinned;
  }
  return { all, pinned };
}

function minus({ all, pinned }: Count): Count {
  return { all: -all, pinned: -pinned };
}
