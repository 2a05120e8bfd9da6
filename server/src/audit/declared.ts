import { isPlaceholder } from '../gating/image-reference';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import { type Form, formsOf, type Manifest, manifestsOf } from './manifests';
import { podFactsOf } from './pod-facts';
import type { Power } from './power';
import type { RunningGroup } from './running';

/** A place in a manifest: its file as the index names it, and the 0-based line. */
export interface ManifestPlace {
  readonly file: string;
  readonly line: number;
}

/** A workload as the manifests of a workspace want it, by one build of kustomizations. */
export interface Declared {
  /** Where the build puts it; none where manifest and kustomizations leave it open. */
  readonly namespace: string | undefined;
  readonly serviceAccount: string;
  readonly powers: ReadonlySet<Power>;
  readonly containers: ReadonlyMap<string, DeclaredContainer>;
  readonly place: ManifestPlace;
  /** A kustomization takes the manifest over, which may add what the manifest doesn't say. */
  readonly isBuilt: boolean;
}

export interface DeclaredContainer {
  /** What builds make of its image; none where it is still to be filled in. */
  readonly images: readonly string[];
  readonly powers: ReadonlySet<Power>;
  readonly place: ManifestPlace;
}

/** What the manifests say about a running workload. */
export interface Match {
  readonly declared?: Declared;
  /** Where others stand that describe it as well. */
  readonly others: number;
  /** A manifest that may be its own, where it is not known for which namespace that is. */
  readonly elsewhere?: Declared;
}

/** The workloads that the manifests of a workspace declare, by kind and name. */
export class DeclaredWorkloads {
  readonly #byName = new Map<string, Declared[]>();
  /** The namespace that manifests are for which name none. */
  readonly openNamespace: string | undefined;
  /** Manifests that are not compared with anything, as sentences. */
  readonly limits: readonly string[];

  constructor(index: WorkspaceIndex, openNamespace: string | undefined) {
    this.openNamespace = openNamespace;
    const { workloads, patches, limits } = manifestsOf(index);
    this.limits = limits;
    for (const manifest of workloads) {
      for (const form of formsOf(manifest, patches, index.kustomize)) {
        const key = `${manifest.kind}/${form.name}`;
        this.#byName.set(key, [...(this.#byName.get(key) ?? []), toDeclared(manifest, form)]);
      }
    }
  }

  /** The manifest of a running workload: that of its namespace, else one that names none and is for this one. */
  find({ namespace, workload }: Pick<RunningGroup, 'namespace' | 'workload'>): Match {
    const named = this.#byName.get(`${workload.kind}/${workload.name}`) ?? [];
    const own = named.filter((declared) => declared.namespace === namespace);
    const open = named.filter((declared) => declared.namespace === undefined);
    const best = own.length > 0 ? own : namespace === this.openNamespace ? open : [];
    const [first] = best;
    if (!first) return { others: 0, ...(open[0] && { elsewhere: open[0] }) };
    // Which of several builds was applied under one name can't be told, so that what any of them says is declared.
    const builds = best.filter(({ place }) => isSamePlace(place, first.place));
    const others = best.filter(({ place }) => !isSamePlace(place, first.place));
    return { declared: builds.reduce(unite), others: new Set(others.map(({ place }) => JSON.stringify(place))).size };
  }
}

function toDeclared(
  { place, containers }: Manifest,
  { namespace, template, containers: added, isBuilt }: Form,
): Declared {
  const facts = podFactsOf(template);
  return {
    namespace,
    serviceAccount: facts.serviceAccount,
    powers: new Set(facts.powers),
    containers: new Map(
      facts.containers.map(({ name, image, powers }) => {
        const images = isPlaceholder(image) ? [] : [image];
        return [name, { images, powers: new Set(powers), place: containers.get(name) ?? added.get(name) ?? place }];
      }),
    ),
    place,
    isBuilt,
  };
}

function unite(one: Declared, other: Declared): Declared {
  const containers = new Map(one.containers);
  for (const [name, added] of other.containers) {
    const known = containers.get(name);
    containers.set(name, {
      ...added,
      images: [...new Set([...(known?.images ?? []), ...added.images])],
      powers: new Set([...(known?.powers ?? []), ...added.powers]),
    });
  }
  return { ...one, powers: new Set([...one.powers, ...other.powers]), containers };
}

function isSamePlace(one: ManifestPlace, other: ManifestPlace): boolean {
  return one.file === other.file && one.line === other.line;
}
