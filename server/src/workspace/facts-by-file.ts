/** The facts of one kind, by file. Only the files that have some are here: a workspace has many files, but few of most kinds. */
export class FactsByFile<Fact> {
  #files = new Map<string, readonly Fact[]>();
  /** Whether the files are in the order of their URIs; not after a new file, which is at the end. */
  #isSorted = true;
  /** The greatest URI that was added. */
  #greatest = '';
  #all: readonly Fact[] | undefined;

  /**
   * The files in the order of their URIs: of two namespaces with one name, the same one must count, in whichever order the
   * files were opened.
   */
  get files(): ReadonlyMap<string, readonly Fact[]> {
    if (!this.#isSorted) this.#files = new Map([...this.#files].sort(([one], [other]) => (one < other ? -1 : 1)));
    this.#isSorted = true;
    return this.#files;
  }

  /** The facts of all files: the same list until one of them changes. */
  get all(): readonly Fact[] {
    this.#all ??= [...this.files.values()].flat();
    return this.#all;
  }

  /** Sets the facts of a file; none remove the file. */
  set(uri: string, facts: readonly Fact[]): void {
    const before = this.#files.get(uri);
    if (before?.length === facts.length && before.every((fact, index) => fact === facts[index])) return;
    this.#all = undefined;
    if (facts.length === 0) this.#files.delete(uri);
    else {
      if (!before) this.#add(uri);
      this.#files.set(uri, facts);
    }
  }

  #add(uri: string): void {
    if (uri < this.#greatest) this.#isSorted = false;
    else this.#greatest = uri;
  }
}
