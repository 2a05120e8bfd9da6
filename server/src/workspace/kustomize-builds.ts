import type { ManifestDocument } from '../manifest/document';
import type { Resource } from '../manifest/resource';
import type { FactStore } from './fact-store';
import { factsOf } from './facts';
import { KustomizeGraph } from './kustomize-graph';
import { folderOf, resolvePath } from './paths';
import type { WorkloadFact } from './workload';

/** What the kustomizations of a workspace make of its resources. */
export class KustomizeBuilds {
  readonly #facts: FactStore;
  readonly #uriOf: (document: ManifestDocument) => string | undefined;

  /** @param uriOf the file that a document stands in */
  constructor(facts: FactStore, uriOf: (document: ManifestDocument) => string | undefined) {
    this.#facts = facts;
    this.#uriOf = uriOf;
  }

  /** How the kustomizations build on the files. */
  get graph(): KustomizeGraph {
    return this.#facts.derive(
      'kustomize',
      ['kustomizations'],
      () =>
        new KustomizeGraph(
          [...this.#facts.filesWith('kustomizations')].flatMap(([uri, facts]) => facts.map((fact) => ({ uri, fact }))),
        ),
    );
  }

  /** Whether the workspace has no kustomizations. */
  get isEmpty(): boolean {
    return this.graph.isEmpty;
  }

  /** Whether a document is a part of an object: what it applies to, or is compared with, has the fields that are missing here. */
  isPart(document: ManifestDocument): boolean {
    const fragments = this.#fragments;
    if (this.isEmpty && fragments.size === 0) return false;
    const uri = this.#uriOf(document);
    return uri !== undefined && (this.graph.isPatch(uri) || (fragments.has(uri) && !this.graph.isBuiltOn(uri)));
  }

  /** The files that hold parts of objects, besides the patches of kustomizations. */
  get #fragments(): ReadonlySet<string> {
    return this.#facts.derive(
      'fragments',
      ['fragments'],
      () =>
        new Set(
          [...this.#facts.filesWith('fragments')].flatMap(([uri, paths]) =>
            paths.map((path) => resolvePath(folderOf(uri), path)),
          ),
        ),
    );
  }

  /**
   * The workloads that a document can patch: those that its kustomization includes or, for a patch file, the targets in the
   * kustomizations that apply it.
   */
  patchable(document: ManifestDocument): WorkloadFact[] {
    const uri = this.#builtUriOf(document);
    if (uri === undefined) return [];
    const own = { folder: folderOf(uri), target: { kind: undefined, name: undefined } };
    const isKustomization = factsOf(document).kustomizations.length > 0;
    const appliers = isKustomization ? [own] : this.graph.patchedBy(uri);
    return appliers.flatMap(({ folder, target: { kind, name } }) => {
      const files = this.graph.filesOf(folder);
      return [...this.#facts.filesWith('workloads')].flatMap(([file, workloads]) => {
        if (!files.has(file)) return [];
        return workloads.filter(
          (workload) => (kind ?? workload.kind) === workload.kind && (name ?? workload.name) === workload.name,
        );
      });
    });
  }

  /** The namespace that a resource goes to, by its own word or by that of the kustomizations that build on it. */
  namespaceNameOf({ document, namespace: own }: Pick<Resource, 'document' | 'namespace'>): string | undefined {
    const uri = this.#builtUriOf(document);
    return uri === undefined ? own : this.graph.namespaceFor(uri, own);
  }

  /** The images that builds of kustomizations make of an image: one for each build, or the image itself without builds. */
  imagesFor({ document }: Pick<Resource, 'document'>, image: string): readonly string[] {
    const uri = this.#builtUriOf(document);
    return uri === undefined ? [image] : this.graph.imagesFor(uri, image);
  }

  /** Whether a document has more builds of kustomizations than are followed. */
  hasUnknownBuilds(document: ManifestDocument): boolean {
    const uri = this.#builtUriOf(document);
    return uri !== undefined && this.graph.hasUnknownBuilds(uri);
  }

  /** Every image of the workspace, after the changes of kustomizations. */
  get usedImages(): readonly string[] {
    const images = this.#facts.all('images').flatMap(({ image, place }) => this.imagesFor(place, image));
    return [...new Set(images)];
  }

  /** The file that a document stands in, if the workspace has kustomizations at all. */
  #builtUriOf(document: ManifestDocument): string | undefined {
    return this.isEmpty ? undefined : this.#uriOf(document);
  }
}
