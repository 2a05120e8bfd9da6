import type { ManifestDocument } from '../manifest/document';
import type { ManifestFile } from '../manifest/file';
import { type Facts, factsOf, NO_FACTS } from './facts';

/** Takes facts from documents. One that fails must not keep the others of its file from being taken in. */
export class FactReader {
  /** What each document of a file says. */
  readonly #files = new WeakMap<ManifestFile, readonly Facts[]>();
  readonly #failures = new WeakMap<ManifestDocument, { readonly error: unknown }>();

  /**
   * What the documents of a file say, those that say something.
   * @param previous see `WorkspaceIndex.update`
   */
  read(file: ManifestFile, previous?: ManifestFile): Facts[] {
    const known = (previous && this.#files.get(previous)) ?? [];
    const { documents, kept } = file;
    const facts = documents.map(({ document }, index) => {
      const fromEnd = documents.length - index;
      const same = index < kept.before ? known[index] : fromEnd <= kept.after ? known.at(-fromEnd) : undefined;
      return same ?? this.#said(document);
    });
    this.#files.set(file, facts);
    return facts.filter((fact) => fact !== NO_FACTS);
  }

  /** An error of ours, because of which the facts of a document are unknown. */
  failureOn(document: ManifestDocument): { readonly error: unknown } | undefined {
    return this.#failures.get(document);
  }

  /** Whether facts of a document are resources, and not data about them. */
  hasResources(document: ManifestDocument): boolean {
    const { policies, mutators } = this.#factsOf(document);
    return policies.length + mutators.length > 0;
  }

  #said(document: ManifestDocument): Facts {
    const facts = this.#factsOf(document);
    return saysSomething(facts) ? facts : NO_FACTS;
  }

  #factsOf(document: ManifestDocument): Facts {
    if (this.#failures.has(document)) return NO_FACTS;
    try {
      return factsOf(document);
    } catch (error) {
      this.#failures.set(document, { error });
      return NO_FACTS;
    }
  }
}

function saysSomething(facts: Facts): boolean {
  return Object.values(facts).some((list: readonly unknown[]) => list.length > 0);
}
