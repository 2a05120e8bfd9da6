import type { ImageGate } from '../gating/image-gate';
import type { ManifestFile } from '../manifest/file';
import type { ServicePort } from '../pod/roles';
import { type Facts, factsOf, type NamespaceFact, type ServiceFact } from './facts';

/** What the files of a workspace say that matters to pods in other files. */
export class WorkspaceIndex {
  readonly #files = new Map<string, readonly Facts[]>();
  #generation = 0;
  #isComplete = true;
  #services: readonly ServiceFact[] | undefined;
  #gates: readonly ImageGate[] | undefined;

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
    const facts = file.documents
      .map(({ document }) => factsOf(document))
      .filter(({ services, namespaces, gates }) => services.length + namespaces.length + gates.length > 0);
    const before = this.#files.get(uri) ?? [];
    if (facts.length === before.length && facts.every((fact, at) => fact === before[at])) return;
    this.#files.set(uri, facts);
    if (JSON.stringify(facts) !== JSON.stringify(before)) this.#changed();
  }

  delete(uri: string): void {
    const facts = this.#files.get(uri);
    this.#files.delete(uri);
    if (facts && facts.length > 0) this.#changed();
  }

  get gates(): readonly ImageGate[] {
    this.#gates ??= this.#all((facts) => facts.gates);
    return this.#gates;
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

  #changed(): void {
    this.#generation++;
    this.#services = undefined;
    this.#gates = undefined;
  }
}
