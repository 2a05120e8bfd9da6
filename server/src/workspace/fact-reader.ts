import type { ManifestDocument } from '../manifest/document';
import type { ManifestFile } from '../manifest/file';
import { headerIn } from '../manifest/header';
import type { Resource } from '../manifest/resource';
import { workloadKind } from '../pod/workload-kinds';
import { isCommon } from './common-kinds';
import { type Facts, factsOf, NO_FACTS } from './facts';

/** Takes facts from documents. One that fails must not keep the others of its file from being taken in. */
export class FactReader {
  /** What each document of a file says. */
  readonly #files = new WeakMap<ManifestFile, readonly Facts[]>();
  readonly #failures = new WeakMap<ManifestDocument, { readonly error: unknown }>();
  readonly #withResources = new WeakSet<ManifestDocument>();
  #asksForWorkloads = false;

  /**
   * What the documents of a file say, those that say something.
   * @param previous see `WorkspaceIndex.update`
   * @param unread documents that are left out
   */
  read(file: ManifestFile, previous: ManifestFile | undefined, unread: ReadonlySet<ManifestDocument>): Facts[] {
    const known = (previous && this.#files.get(previous)) ?? [];
    const { documents, kept } = file;
    const facts = documents.map(({ document }, index) => {
      const fromEnd = documents.length - index;
      const same = index < kept.before ? known[index] : fromEnd <= kept.after ? known.at(-fromEnd) : undefined;
      return same ?? (unread.has(document) ? NO_FACTS : this.#said(document));
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
    return this.#withResources.has(document);
  }

  /** Whether a document that was read is of a kind whose findings can depend on workloads. */
  get asksForWorkloads(): boolean {
    return this.#asksForWorkloads;
  }

  #said(document: ManifestDocument): Facts {
    const facts = this.#factsOf(document);
    return saysSomething(facts) ? facts : NO_FACTS;
  }

  #factsOf(document: ManifestDocument): Facts {
    if (this.#failures.has(document)) return NO_FACTS;
    try {
      const facts = factsOf(document);
      this.#asksForWorkloads ||= facts.scripts.length > 0 || document.resources.some(asksForWorkloads);
      if (facts.policies.length + facts.mutators.length > 0) this.#withResources.add(document);
      return facts;
    } catch (error) {
      this.#failures.set(document, { error });
      return NO_FACTS;
    }
  }
}

/**
 * Whether a document says nothing but what its pods are, which few findings in other documents depend on. Others must be parsed
 * to know what they say.
 */
export function canWait({ isTemplate }: ManifestFile, { text }: ManifestDocument): boolean {
  const header = isTemplate ? undefined : headerIn(text);
  if (header === undefined) return false;
  const { apiVersion, kind } = header;
  const slash = apiVersion.indexOf('/');
  return workloadKind(kind)?.group === (slash === -1 ? '' : apiVersion.slice(0, slash));
}

function asksForWorkloads(resource: Resource): boolean {
  return !isCommon(resource) && resource.kind !== 'Namespace';
}

function saysSomething(facts: Facts): boolean {
  for (const list of Object.values(facts) as (readonly unknown[])[]) if (list.length > 0) return true;
  return false;
}
