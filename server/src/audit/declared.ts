import { isPlaceholder } from '../gating/image-reference';
import type { ManifestDocument } from '../manifest/document';
import { toJson } from '../manifest/json';
import type { YamlValue } from '../manifest/value';
import { type Pod, podsOf } from '../pod/pod';
import { Place } from '../workspace/place';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import { type Power, podFactsOf } from './pod-facts';
import type { RunningGroup } from './running';

/** A place in a manifest: its file as the index names it, and the 0-based line. */
export interface ManifestPlace {
  readonly file: string;
  readonly line: number;
}

/** A workload as the manifests of a workspace want it. */
export interface Declared {
  /** Where kustomizations put it; none where the manifest leaves it open. */
  readonly namespace: string | undefined;
  readonly serviceAccount: string;
  readonly powers: ReadonlySet<Power>;
  readonly containers: ReadonlyMap<string, DeclaredContainer>;
  readonly place: ManifestPlace;
}

export interface DeclaredContainer {
  /** What kustomizations make of its image, each as written; none where it is still to be filled in. */
  readonly images: readonly string[];
  readonly powers: ReadonlySet<Power>;
  readonly place: ManifestPlace;
}

interface Candidate {
  readonly declared: Declared;
  readonly isPatch: boolean;
}

/** The workloads that the manifests of a workspace declare, by kind and name. */
export class DeclaredWorkloads {
  readonly #index: WorkspaceIndex;
  readonly #byName = new Map<string, Candidate[]>();
  /** Manifests that are not compared with anything, as sentences. */
  readonly limits: string[] = [];

  constructor(index: WorkspaceIndex) {
    this.#index = index;
    const documents = new Set<ManifestDocument>(index.workloads.map(({ place }) => place.document));
    for (const document of documents) {
      for (const pod of document.resources.flatMap((resource) => podsOf(resource, () => []))) this.#add(pod);
    }
  }

  /**
   * The manifest of a running workload: that of its namespace first, else one that is for any. Patches add to it.
   * @returns also how many others would do as well
   */
  find({ namespace, workload }: RunningGroup): { declared: Declared; others: number } | undefined {
    const candidates = this.#byName.get(`${workload.kind}/${workload.name}`) ?? [];
    const [own, open] = [namespace, undefined].map((wanted) =>
      candidates.filter(({ declared, isPatch }) => !isPatch && declared.namespace === wanted),
    );
    const best = own && own.length > 0 ? own : open;
    const [first, ...others] = best ?? [];
    if (!first) return undefined;
    const patches = candidates.filter(
      ({ declared, isPatch }) => isPatch && [undefined, namespace].includes(declared.namespace),
    );
    return { declared: patches.map(({ declared }) => declared).reduce(merge, first.declared), others: others.length };
  }

  #add(pod: Pod): void {
    const { resource, isAssembled, isPartial } = pod;
    const document = this.#index.placeOf(resource.document);
    if (isAssembled || resource.name === undefined || document === undefined) return;
    const declared = this.#declare(pod, document);
    if (declared === undefined) {
      const line = placeIn(document, Place.ofResource(resource)).line + 1;
      this.limits.push(
        `The ${resource.kind} "${resource.name}" in ${document.uri}:${line} can't be read as a whole, so nothing is compared with it. Render it first if it is a template.`,
      );
      return;
    }
    const key = `${resource.kind}/${resource.name}`;
    const isPatch = isPartial || this.#index.isPatch(resource.document);
    const known = this.#byName.get(key) ?? [];
    this.#byName.set(key, [...known, { declared, isPatch }]);
  }

  #declare(pod: Pod, document: ManifestPlaceOfDocument): Declared | undefined {
    const spec = toJson(pod.spec);
    if (spec === undefined) return undefined;
    const facts = podFactsOf(spec);
    const { kustomize } = this.#index;
    const own = pod.resource.namespace;
    const placeOf = (value: YamlValue): ManifestPlace => placeIn(document, new Place(pod.resource.document, value));
    return {
      namespace: kustomize.isEmpty ? own : kustomize.namespaceFor(document.uri, own),
      serviceAccount: facts.serviceAccount,
      powers: new Set(facts.powers),
      containers: new Map(
        facts.containers.flatMap(({ name, list, image, powers }) => {
          const at = pod.containers.find((container) => container.list === list && container.name === name);
          if (!at) return [];
          const images = isPlaceholder(image) ? [] : this.#index.imagesFor(pod.resource, image);
          return [[name, { images, powers: new Set(powers), place: placeOf(at.nameValue) }] as const];
        }),
      ),
      place: placeIn(document, Place.ofResource(pod.resource)),
    };
  }
}

interface ManifestPlaceOfDocument {
  readonly uri: string;
  readonly line: number;
}

function placeIn({ uri, line }: ManifestPlaceOfDocument, { document, value }: Place): ManifestPlace {
  return { file: uri, line: line + document.lines.lineAt(value.span.start) };
}

/** What a patch writes is declared, too; its account counts where it names one. */
function merge(base: Declared, patch: Declared): Declared {
  const containers = new Map(base.containers);
  for (const [name, added] of patch.containers) {
    const known = containers.get(name);
    containers.set(name, {
      images: [...(known?.images ?? []), ...added.images],
      powers: new Set([...(known?.powers ?? []), ...added.powers]),
      place: known?.place ?? added.place,
    });
  }
  return {
    ...base,
    serviceAccount: patch.serviceAccount === 'default' ? base.serviceAccount : patch.serviceAccount,
    powers: new Set([...base.powers, ...patch.powers]),
    containers,
  };
}
