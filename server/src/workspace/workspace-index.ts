import type { Gate, PodDecision } from '../gating/gate';
import type { ImageGate } from '../gating/gate-engine';
import type { GatedPod } from '../gating/gated-pod';
import { gatesInForce } from '../gating/image-gate';
import type { ImageMutator } from '../gating/image-mutator';
import { imageMutatorsIn } from '../gating/image-mutators';
import type { PolicySet } from '../gating/policy-set';
import type { ManifestDocument } from '../manifest/document';
import type { ManifestFile } from '../manifest/file';
import type { Resource } from '../manifest/resource';
import type { Pod } from '../pod/pod';
import type { ServicePort } from '../pod/roles';
import { AccessGraph } from './access-graph';
import { FactStore } from './fact-store';
import { type Facts, factsOf, type NamespaceFact } from './facts';
import { GateMemo } from './gate-memo';
import { GatedPods } from './gated-pods';
import { KustomizeGraph } from './kustomize-graph';
import { folderOf } from './paths';
import { toPolicySet } from './policies';
import { isSameObject } from './rbac';
import type { ConfigMapMount } from './scripts';
import type { WorkloadFact } from './workload';

/** What the files of a workspace say that matters to pods in other files. */
export class WorkspaceIndex {
  readonly #facts = new FactStore();
  readonly #places = new WeakMap<ManifestDocument, { uri: string; line: number }>();
  #generation = 0;
  #isComplete = true;
  readonly #gateMemo = new GateMemo();
  readonly #gatedPods = new GatedPods();

  /** Grows whenever an answer of this index may have changed: results computed at an older one are stale. */
  get generation(): number {
    return this.#generation;
  }

  /** Whether every file of the workspace has been taken in. Until then, what isn't found may only not have been read. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  set isComplete(isComplete: boolean) {
    if (isComplete !== this.#isComplete) this.#generation++;
    this.#isComplete = isComplete;
  }

  /** Takes in a file's present state. */
  update(uri: string, file: ManifestFile): void {
    for (const { document, line } of file.documents) this.#places.set(document, { uri, line });
    const facts = file.documents.map(({ document }) => factsOf(document)).filter(saysSomething);
    const before = this.#facts.files.get(uri) ?? [];
    if (facts.length === before.length && facts.every((fact, at) => fact === before[at])) return;
    this.#facts.set(uri, facts);
    if (this.#matters(before, facts)) this.#generation++;
  }

  /** The files that say something. */
  get uris(): string[] {
    return [...this.#facts.files.keys()];
  }

  delete(uri: string): void {
    if (!this.#facts.files.has(uri)) return;
    this.#facts.set(uri, []);
    this.#generation++;
  }

  /** The file that a document stands in, and its first line there (0-based), as last taken in. */
  placeOf(document: ManifestDocument): { uri: string; line: number } | undefined {
    return this.#places.get(document);
  }

  get gates(): readonly ImageGate[] {
    return this.#facts.all('gates');
  }

  /** See `Facts.policyNames`. */
  get policyNames(): ReadonlySet<string> {
    return new Set(this.#facts.all('policyNames'));
  }

  /** The resources that gates consist of. */
  get policies(): PolicySet {
    return this.#facts.derive('policySet', ['policies', 'parameters'], () =>
      toPolicySet(this.#facts.all('policies'), this.#facts.all('parameters')),
    );
  }

  /** The gates that count somewhere: a policy that nothing binds is none of them. */
  get gatesInForce(): readonly Gate[] {
    return this.#facts.derive('gatesInForce', ['policies', 'parameters'], () =>
      this.#gateMemo.gatesOf(gatesInForce(this.policies)),
    );
  }

  /** A pod as admission sees it, in each form that kustomizations give it. */
  gatedPods(pod: Pod): readonly GatedPod[] {
    const { resource } = pod;
    const name = this.#namespaceNameOf(resource);
    const namespace = name === undefined ? undefined : { name, manifest: this.namespace(name) };
    return this.#gatedPods.of(pod, namespace, (image) => this.imagesFor(resource, image), this.#imageMutators);
  }

  get #imageMutators(): readonly ImageMutator[] {
    return this.#facts.derive('imageMutators', ['mutators'], () =>
      imageMutatorsIn(this.#facts.all('mutators').map(({ resource }) => resource)),
    );
  }

  /** What each gate makes of a pod; nothing for a patch, which is not what is admitted. */
  decisionsOn(pod: Pod): PodDecision[] {
    return this.decidedForms(pod).flatMap(({ decisions }) => decisions);
  }

  /** The same for each form of the pod. */
  decidedForms(pod: Pod): { readonly form: GatedPod; readonly decisions: readonly PodDecision[] }[] {
    const gates = this.#isAdmitted(pod) ? this.gatesInForce : [];
    return this.gatedPods(pod).map((form) => ({
      form,
      decisions: gates.length === 0 ? [] : this.#gateMemo.decide(gates, form),
    }));
  }

  /** Makes the decisions on many pods, to be asked for afterwards. */
  decideOnAll(pods: readonly Pod[]): void {
    const admitted = pods.filter((pod) => this.#isAdmitted(pod));
    this.#gateMemo.decideAll(
      this.gatesInForce,
      admitted.flatMap((pod) => this.gatedPods(pod)),
    );
  }

  #isAdmitted({ isPartial, resource }: Pod): boolean {
    return !isPartial && !this.isPatch(resource.document);
  }

  /** See `Facts.enforcers`. */
  get enforcers(): ReadonlySet<string> {
    return this.#facts.derive('enforcers', ['enforcers'], () => new Set(this.#facts.all('enforcers')));
  }

  /** Who may do what, as far as the workspace says. */
  get access(): AccessGraph {
    return this.#facts.derive(
      'access',
      ['roles', 'bindings', 'accounts', 'workloads'],
      () =>
        new AccessGraph(
          this.#facts.all('roles'),
          this.#facts.all('bindings'),
          this.#facts.all('accounts'),
          this.workloads,
        ),
    );
  }

  /** The containers that mount a ConfigMap. */
  mountsOf({ name, namespace }: Resource): readonly ConfigMapMount[] {
    return this.#facts
      .all('mounts')
      .filter(
        (mount) =>
          name !== undefined &&
          isSameObject({ name, namespace }, { name: mount.configMap, namespace: mount.namespace }),
      );
  }

  /** How the kustomizations of the workspace build on its files. */
  get kustomize(): KustomizeGraph {
    return this.#facts.derive(
      'kustomize',
      ['kustomizations'],
      () =>
        new KustomizeGraph(
          [...this.#facts.files].flatMap(([uri, facts]) =>
            facts.flatMap(({ kustomizations }) => kustomizations.map((fact) => ({ uri, fact }))),
          ),
        ),
    );
  }

  get workloads(): readonly WorkloadFact[] {
    return this.#facts.all('workloads');
  }

  /**
   * The workloads that a document can patch: those that its kustomization builds on or, where it is a file that
   * kustomizations apply, those of theirs that they apply it to.
   */
  patchable(document: ManifestDocument): WorkloadFact[] {
    const uri = this.placeOf(document)?.uri;
    if (uri === undefined || this.kustomize.isEmpty) return [];
    const own = { folder: folderOf(uri), target: { kind: undefined, name: undefined } };
    const isKustomization = factsOf(document).kustomizations.length > 0;
    const appliers = isKustomization ? [own] : this.kustomize.patchedBy(uri);
    return appliers.flatMap(({ folder, target: { kind, name } }) => {
      const files = this.kustomize.filesOf(folder);
      return [...this.#facts.files].flatMap(([file, facts]) => {
        if (!files.has(file)) return [];
        const workloads = facts.flatMap((fact) => fact.workloads);
        return workloads.filter(
          (workload) => (kind ?? workload.kind) === workload.kind && (name ?? workload.name) === workload.name,
        );
      });
    });
  }

  /** The manifest of the namespace that a resource goes to, by its own word or by that of the kustomizations that build on it. */
  namespaceOf(resource: Resource): NamespaceFact | undefined {
    const name = this.#namespaceNameOf(resource);
    return name === undefined ? undefined : this.namespace(name);
  }

  #namespaceNameOf({ document, namespace: own }: Resource): string | undefined {
    const uri = this.placeOf(document)?.uri;
    return uri === undefined || this.kustomize.isEmpty ? own : this.kustomize.namespaceFor(uri, own);
  }

  /** The images that a resource's image becomes: one for each build of kustomizations, or itself where there is none. */
  imagesFor({ document }: Pick<Resource, 'document'>, image: string): readonly string[] {
    const uri = this.placeOf(document)?.uri;
    return uri === undefined || this.kustomize.isEmpty ? [image] : this.kustomize.imagesFor(uri, image);
  }

  /** Every image of the workspace, by what kustomizations make of it. */
  get usedImages(): readonly string[] {
    const images = this.#facts.all('images').flatMap(({ image, place }) => this.imagesFor(place, image));
    return [...new Set(images)];
  }

  /** Whether a document is a patch, so that what it lacks is in the manifest that it is applied to. */
  isPatch(document: ManifestDocument): boolean {
    const uri = this.placeOf(document)?.uri;
    return uri !== undefined && this.kustomize.isPatch(uri);
  }

  namespace(name: string): NamespaceFact | undefined {
    const byName = this.#facts.derive(
      'namespaces',
      ['namespaces'],
      // The first of a name counts.
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

  /** The ports that Services send to a pod with these labels (API reference, ServiceSpec.selector). */
  servicePorts(namespace: string | undefined, labels: ReadonlyMap<string, string>): ServicePort[] {
    return this.#facts
      .all('services')
      .flatMap((service) =>
        service.namespace === namespace && service.selector.every(([key, value]) => labels.get(key) === value)
          ? service.ports
          : [],
      );
  }

  /** Whether the difference can change an answer. Most facts about workloads are asked for only where others are there. */
  #matters(before: readonly Facts[], after: readonly Facts[]): boolean {
    // Nothing that is found depends on the images of other files, or on names that are only not to be taken again.
    const ignored = new Set<string>(['images', 'policyNames']);
    if (this.#facts.all('bindings').length === 0 && this.kustomize.isEmpty && this.gates.length === 0)
      ignored.add('workloads');
    if (!this.#hasScripts) ignored.add('mounts');
    if (this.gates.length === 0) ignored.add('parameters').add('mutators');
    const text = (facts: Facts | undefined): string =>
      JSON.stringify(facts, (key, value: unknown) => (ignored.has(key) ? undefined : value));
    const longer = before.length > after.length ? before : after;
    return longer.some((_, at) => before[at] !== after[at] && text(before[at]) !== text(after[at]));
  }

  get #hasScripts(): boolean {
    return this.#facts.all('scripts').length > 0;
  }
}

function saysSomething(facts: Facts): boolean {
  return Object.values(facts).some((list: readonly unknown[]) => list.length > 0);
}
