import type { ManifestDocument } from '../manifest/document';
import type { ManifestFile } from '../manifest/file';
import { type Facts, factsOf, NO_FACTS } from './facts';

/** Takes facts from documents. One that fails must not keep the others of its file from being taken in. */
export class FactReader {
  readonly #failures = new WeakMap<ManifestDocument, { readonly error: unknown }>();

  /** What the documents of a file say, those that say something. */
  read(file: ManifestFile): Facts[] {
    return file.documents.map(({ document }) => this.#factsOf(document)).filter(saysSomething);
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
