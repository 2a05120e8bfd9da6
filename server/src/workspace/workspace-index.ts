import type { ImageGate } from '../gating/image-gate';
import type { ManifestDocument } from '../manifest/document';
import type { ManifestFile } from '../manifest/file';
import type { Resource } from '../manifest/resource';
import type { ServicePort } from '../pod/roles';
import { AccessGraph } from './access-graph';
import { type Facts, factsOf, type NamespaceFact, type ServiceFact } from './facts';
import { isSameObject } from './rbac';
import type { ConfigMapMount } from './scripts';

/** What the files of a workspace say that matters to pods in other files. */
export class WorkspaceIndex {
  readonly #files = new Map<string, readonly Facts[]>();
  readonly #places = new WeakMap<ManifestDocument, { uri: string; line: number }>();
  #generation = 0;
  #isComplete = true;
  #services: readonly ServiceFact[] | undefined;
  #gates: readonly ImageGate[] | undefined;
  #access: AccessGraph | undefined;

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

  /** Who may do what, as far as the workspace says. */
  get access(): AccessGraph {
    this.#access ??= new AccessGraph(
      this.#all((facts) => facts.roles),
      this.#all((facts) => facts.bindings),
      this.#all((facts) => facts.accounts),
      this.#all((facts) => facts.workloads),
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
    if (this.access.grants.length === 0) ignored.add('workloads');
    if (!this.#hasScripts) ignored.add('mounts');
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
  }
}

function saysSomething(facts: Facts): boolean {
  return Object.values(facts).some((list: readonly unknown[]) => list.length > 0);
}
