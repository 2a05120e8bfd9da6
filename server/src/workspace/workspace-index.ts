import type { PolicyReference } from '../gating/engine';
import type { ManifestDocument } from '../manifest/document';
import type { ManifestFile } from '../manifest/file';
import type { Resource } from '../manifest/resource';
import type { ServicePort } from '../pod/roles';
import { AccessGraph } from './access-graph';
import { BuiltAccess } from './built-access';
import { changedKinds, notAskedFor } from './fact-changes';
import { FactReader } from './fact-reader';
import { FactStore } from './fact-store';
import type { Facts, NamespaceFact, ServiceFact } from './facts';
import { GateDecisions } from './gate-decisions';
import { KustomizeBuilds } from './kustomize-builds';
import { PinnedImages } from './pinned-images';
import { isSameObject } from './rbac';
import type { ConfigMapMount } from './scripts';
import { SelectedPorts } from './selected-ports';
import type { WorkloadFact } from './workload';

const NO_DOCUMENTS: ReadonlySet<ManifestDocument> = new Set();

/** The facts in the files of a workspace that matter to other files. */
export class WorkspaceIndex {
  readonly #facts = new FactStore();
  readonly #reader = new FactReader();
  readonly #images = new PinnedImages();
  #pinsMostImages = false;
  readonly #places = new WeakMap<ManifestDocument, { uri: string; line: number }>();
  /** The kinds of facts that changed since the last `settle`. */
  readonly #changed = new Set<keyof Facts>();
  #generation = 0;
  #moves = 0;
  #isComplete = true;
  /** What kustomizations make of the resources. */
  readonly builds = new KustomizeBuilds(this.#facts, (document) => this.placeOf(document)?.uri);
  /** What gates decide about pods. */
  readonly decisions = new GateDecisions(this.#facts, this.builds, (name) => this.namespace(name));

  /** Grows when an answer of this index may have changed: results of an older generation are stale. */
  get generation(): number {
    return this.#generation;
  }

  /** Grows when a document moves that findings in other files may point to. The findings still hold. */
  get moves(): number {
    return this.#moves;
  }

  /** Whether every file of the workspace has been read. Until then, a missing fact may be in a file that is not read yet. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  set isComplete(isComplete: boolean) {
    if (isComplete !== this.#isComplete) this.#generation++;
    this.#isComplete = isComplete;
  }

  /**
   * Updates the facts of a file.
   * @param previous the file of the last update, if this one was read with it
   * @param unread documents that can wait, whose facts are read by another call in case that `asksForWorkloads`
   */
  update(
    uri: string,
    file: ManifestFile,
    {
      previous,
      unread = NO_DOCUMENTS,
    }: { previous?: ManifestFile | undefined; unread?: ReadonlySet<ManifestDocument> } = {},
  ): void {
    this.#images.update(uri, file, previous);
    this.#set(uri, file, this.#reader.read(file, previous, unread));
    this.settle();
  }

  /** Gives an edited document, of which no facts are read, the place of another document. */
  putBeside(original: ManifestDocument, edited: ManifestDocument): void {
    const place = this.#places.get(original);
    if (place && !this.#places.has(edited)) this.#places.set(edited, place);
  }

  /** The same without growing older, which is up to `settle`: many files then change answers once, and not one by one. */
  takeIn(uri: string, file: ManifestFile): void {
    this.#images.update(uri, file, undefined);
    this.#set(uri, file, this.#reader.read(file, undefined, NO_DOCUMENTS));
  }

  #set(uri: string, file: ManifestFile, facts: readonly Facts[]): void {
    const hasMoved = this.#place(uri, file);
    if (hasMoved && facts.length > 0) this.#moves++;
    const before = this.#facts.of(uri);
    this.#facts.set(uri, facts);
    for (const kind of changedKinds(before, facts)) this.#changed.add(kind);
  }

  /** Grows older if the files that were taken in may change an answer. */
  settle(): void {
    if (this.#images.areMost !== this.#pinsMostImages) this.#generation++;
    this.#pinsMostImages = this.#images.areMost;
    if (this.#changed.size === 0) return;
    const ignored = notAskedFor(this.#facts);
    if ([...this.#changed].some((kind) => !ignored.has(kind))) this.#generation++;
    this.#changed.clear();
  }

  /** @returns whether a document that was there before is in another place */
  #place(uri: string, { documents }: ManifestFile): boolean {
    let hasMoved = false;
    for (const { document, line } of documents) {
      const place = this.#places.get(document);
      if (place?.line === line && place.uri === uri) continue;
      this.#places.set(document, { uri, line });
      hasMoved ||= place !== undefined;
    }
    return hasMoved;
  }

  /** Releases documents, but for those whose resources are facts. */
  release({ documents }: Pick<ManifestFile, 'documents'>): void {
    for (const { document } of documents) if (!this.#reader.hasResources(document)) document.release();
  }

  delete(uri: string): void {
    this.#images.delete(uri);
    if (this.#facts.of(uri).length === 0) return;
    this.#facts.set(uri, []);
    this.#generation++;
    this.#pinsMostImages = this.#images.areMost;
  }

  /** Whether a finding can depend on what workloads other files have. */
  get asksForWorkloads(): boolean {
    return this.#reader.asksForWorkloads;
  }

  /** An error of ours, because of which the facts of a document are unknown. */
  failureOn(document: ManifestDocument): { readonly error: unknown } | undefined {
    return this.#reader.failureOn(document);
  }

  /** The files that have facts. */
  get uris(): string[] {
    return [...this.#facts.uris];
  }

  /** The file of a document and its first line there (0-based), from the last update. */
  placeOf(document: ManifestDocument): { uri: string; line: number } | undefined {
    return this.#places.get(document);
  }

  /** Whether most images of the files that were read have a digest. */
  get pinsMostImages(): boolean {
    return this.#pinsMostImages;
  }

  get gates(): readonly PolicyReference[] {
    return this.#facts.all('gates');
  }

  /** See `Facts.policyNames`. */
  get policyNames(): ReadonlySet<string> {
    return new Set(this.#facts.all('policyNames'));
  }

  /** See `Facts.enforcers`. */
  get enforcers(): ReadonlySet<string> {
    return this.#facts.derive('enforcers', ['enforcers'], () => new Set(this.#facts.all('enforcers')));
  }

  /** The permissions of subjects, as far as the workspace shows them. */
  get access(): AccessGraph {
    return this.#facts.derive(
      'access',
      ['roles', 'bindings', 'accounts', 'workloads', 'kustomizations'],
      () => new AccessGraph(new BuiltAccess(this.builds).facts(this.#facts)),
    );
  }

  /** The containers that mount a ConfigMap. */
  mountsOf({ name, namespace }: Resource): readonly ConfigMapMount[] {
    if (name === undefined) return [];
    const configMap = { name, namespace };
    return this.#facts
      .all('mounts')
      .filter((mount) => isSameObject(configMap, { name: mount.configMap, namespace: mount.namespace }));
  }

  get workloads(): readonly WorkloadFact[] {
    return this.#facts.all('workloads');
  }

  /** The manifest of the namespace of a resource, which the resource itself or its kustomizations set. */
  namespaceOf(resource: Resource): NamespaceFact | undefined {
    const name = this.builds.namespaceNameOf(resource);
    return name === undefined ? undefined : this.namespace(name);
  }

  namespace(name: string): NamespaceFact | undefined {
    const byName = this.#facts.derive(
      'namespaces',
      ['namespaces'],
      // The first namespace of a name counts.
      () =>
        new Map(
          this.#facts
            .all('namespaces')
            .toReversed()
            .map((namespace) => [namespace.name, namespace]),
        ),
    );
    return byName.get(name);
  }

  /** The target ports of the Services that select a pod with these labels (API reference, ServiceSpec.selector). */
  servicePorts(namespace: string | undefined, labels: ReadonlyMap<string, string>): ServicePort[] {
    return this.#services.of(namespace, labels);
  }

  /** The Services that select a pod with these labels. */
  servicesFor(namespace: string | undefined, labels: ReadonlyMap<string, string>): ServiceFact[] {
    return this.#services.servicesOf(namespace, labels);
  }

  get #services(): SelectedPorts {
    return this.#facts.derive('services', ['services'], () => new SelectedPorts(this.#facts.all('services')));
  }
}
