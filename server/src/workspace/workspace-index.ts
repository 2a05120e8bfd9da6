import type { Gate, PodDecision } from '../gating/gate';
import type { ImageGate } from '../gating/gate-engine';
import type { GatedPod } from '../gating/gated-pod';
import { gatesInForce } from '../gating/image-gate';
import type { ManifestDocument } from '../manifest/document';
import type { ManifestFile } from '../manifest/file';
import type { Resource } from '../manifest/resource';
import type { Pod } from '../pod/pod';
import type { ServicePort } from '../pod/roles';
import { AccessGraph } from './access-graph';
import { type Facts, factsOf, type NamespaceFact, type ServiceFact } from './facts';
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
  readonly #files = new Map<string, readonly Facts[]>();
  readonly #places = new WeakMap<ManifestDocument, { uri: string; line: number }>();
  #generation = 0;
  #isComplete = true;
  #services: readonly ServiceFact[] | undefined;
  #gates: readonly ImageGate[] | undefined;
  #access: AccessGraph | undefined;
  #enforcers: ReadonlySet<string> | undefined;
  #workloads: readonly WorkloadFact[] | undefined;
  #kustomize: KustomizeGraph | undefined;
  #gatesInForce: readonly Gate[] | undefined;
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
    if (isComplete !== this.#isComplete) this.#changed();
    this.#isComplete = isComplete;
  }

  /** Takes in a file's present state. */
  update(uri: string, file: ManifestFile): void {
    for (const { document, line } of file.documents) this.#places.set(document, { uri, line });
    const facts = file.documents.map(({ document }) => factsOf(document)).filter(saysSomething);
    const before = this.#files.get(uri) ?? [];
    if (facts.length === before.length && facts.every((fact, at) => fact === before[at])) return;
    this.#files.set(uri, facts);
    this.#forget();
    if (this.#matters(before, facts)) this.#generation++;
  }

  /** The files that say something. */
  get uris(): string[] {
    return [...this.#files.keys()];
  }

  delete(uri: string): void {
    const facts = this.#files.get(uri);
    this.#files.delete(uri);
    if (facts && facts.length > 0) this.#changed();
  }

  /** The file that a document stands in, and its first line there (0-based), as last taken in. */
  placeOf(document: ManifestDocument): { uri: string; line: number } | undefined {
    return this.#places.get(document);
  }

  get gates(): readonly ImageGate[] {
    this.#gates ??= this.#all((facts) => facts.gates);
    return this.#gates;
  }

  /** The gates that count somewhere: a policy that nothing binds is none of them. */
  get gatesInForce(): readonly Gate[] {
    this.#gatesInForce ??= this.#gateMemo.gatesOf(
      gatesInForce(
        toPolicySet(
          this.#all((facts) => facts.policies),
          this.#all((facts) => facts.parameters),
        ),
      ),
    );
    return this.#gatesInForce;
  }

  /** A pod as admission sees it, in each form that kustomizations give it. */
  gatedPods(pod: Pod): readonly GatedPod[] {
    const { resource } = pod;
    const name = this.#namespaceNameOf(resource);
    const namespace = name === undefined ? undefined : { name, manifest: this.namespace(name) };
    return this.#gatedPods.of(pod, namespace, (image) => this.imagesFor(resource, image));
  }

  /** What each gate makes of a pod; nothing for a patch, which is not what is admitted. */
  decisionsOn(pod: Pod): PodDecision[] {
    if (this.gatesInForce.length === 0 || pod.isPartial || this.isPatch(pod.resource.document)) return [];
    return this.gatedPods(pod).flatMap((gated) =>
      this.gatesInForce.map((gate) => ({ gate, pod: gated, decision: this.#gateMemo.decide(gate, gated) })),
    );
  }

  /** See `Facts.enforcers`. */
  get enforcers(): ReadonlySet<string> {
    this.#enforcers ??= new Set(this.#all((facts) => facts.enforcers));
    return this.#enforcers;
  }

  /** Who may do what, as far as the workspace says. */
  get access(): AccessGraph {
    this.#access ??= new AccessGraph(
      this.#all((facts) => facts.roles),
      this.#all((facts) => facts.bindings),
      this.#all((facts) => facts.accounts),
      this.workloads,
    );
    return this.#access;
  }

  /** The containers that mount a ConfigMap. */
  mountsOf({ name, namespace }: Resource): readonly ConfigMapMount[] {
    return this.#all((facts) => facts.mounts).filter(
      (mount) =>
        name !== undefined && isSameObject({ name, namespace }, { name: mount.configMap, namespace: mount.namespace }),
    );
  }

  /** How the kustomizations of the workspace build on its files. */
  get kustomize(): KustomizeGraph {
    this.#kustomize ??= new KustomizeGraph(
      [...this.#files].flatMap(([uri, facts]) =>
        facts.flatMap(({ kustomizations }) => kustomizations.map((fact) => ({ uri, fact }))),
      ),
    );
    return this.#kustomize;
  }

  get workloads(): readonly WorkloadFact[] {
    this.#workloads ??= this.#all((facts) => facts.workloads);
    return this.#workloads;
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
      return [...this.#files].flatMap(([file, facts]) => {
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
  imagesFor({ document }: Resource, image: string): readonly string[] {
    const uri = this.placeOf(document)?.uri;
    return uri === undefined || this.kustomize.isEmpty ? [image] : this.kustomize.imagesFor(uri, image);
  }

  /** Whether a document is a patch, so that what it lacks is in the manifest that it is applied to. */
  isPatch(document: ManifestDocument): boolean {
    const uri = this.placeOf(document)?.uri;
    return uri !== undefined && this.kustomize.isPatch(uri);
  }

  namespace(name: string): NamespaceFact | undefined {
    return this.#all((facts) => facts.namespaces).find((namespace) => namespace.name === name);
  }

  /** The ports that Services send to a pod with these labels (API reference, ServiceSpec.selector). */
  servicePorts(namespace: string | undefined, labels: ReadonlyMap<string, string>): ServicePort[] {
    this.#services ??= this.#all((facts) => facts.services);
    return this.#services.flatMap((service) =>
      service.namespace === namespace && service.selector.every(([key, value]) => labels.get(key) === value)
        ? service.ports
        : [],
    );
  }

  #all<T>(select: (facts: Facts) => readonly T[]): T[] {
    return [...this.#files.values()].flatMap((facts) => facts.flatMap(select));
  }

  /** Whether the difference can change an answer. Most facts about workloads are asked for only where others are there. */
  #matters(before: readonly Facts[], after: readonly Facts[]): boolean {
    const ignored = new Set<string>();
    if (this.access.grants.length === 0 && this.kustomize.isEmpty && this.gates.length === 0) ignored.add('workloads');
    if (!this.#hasScripts) ignored.add('mounts');
    if (this.gates.length === 0) ignored.add('parameters');
    const text = (facts: Facts | undefined): string =>
      JSON.stringify(facts, (key, value: unknown) => (ignored.has(key) ? undefined : value));
    const longer = before.length > after.length ? before : after;
    return longer.some((_, at) => before[at] !== after[at] && text(before[at]) !== text(after[at]));
  }

  get #hasScripts(): boolean {
    return this.#all((facts) => facts.scripts).length > 0;
  }

  #changed(): void {
    this.#generation++;
    this.#forget();
  }

  #forget(): void {
    this.#services = undefined;
    this.#gates = undefined;
    this.#access = undefined;
    this.#enforcers = undefined;
    this.#workloads = undefined;
    this.#kustomize = undefined;
    this.#gatesInForce = undefined;
  }
}

function saysSomething(facts: Facts): boolean {
  return Object.values(facts).some((list: readonly unknown[]) => list.length > 0);
}
