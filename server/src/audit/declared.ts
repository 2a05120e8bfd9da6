import { isPlaceholder } from '../image/image-reference';
import type { Power } from '../pod/power';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import { type Form, formsOf, type Manifest, type ManifestPlace, manifestsOf } from './manifests';
import { podFactsOf } from './pod-facts';
import type { RunningGroup } from './running';

/** A workload as the manifests of a workspace declare it, after one kustomize build. */
export interface Declared {
  /** Its namespace after the build; `undefined` if the manifest and the kustomizations set none. */
  readonly namespace: string | undefined;
  readonly serviceAccount: string;
  readonly powers: ReadonlySet<Power>;
  readonly containers: ReadonlyMap<string, DeclaredContainer>;
  readonly place: ManifestPlace;
  /** A kustomization uses the manifest, and can add fields that are not in the manifest. */
  readonly isBuilt: boolean;
}

interface DeclaredContainer {
  /** Its images after the builds; empty if the image is a placeholder. */
  readonly images: readonly string[];
  readonly powers: ReadonlySet<Power>;
  readonly place: ManifestPlace;
}

/** The manifests of a running workload. */
export interface Match {
  readonly declared?: Declared;
  /** The number of other manifests that describe it as well. */
  readonly others: number;
  /** A manifest that may belong to it, but has no namespace. */
  readonly elsewhere?: Declared;
}

/** The workloads that the manifests of a workspace declare, by kind and name. */
export class DeclaredWorkloads {
  readonly #byName = new Map<string, Declared[]>();
  /** The namespace of manifests that set none. */
  readonly openNamespace: string | undefined;
  /** Manifests that are not compared, as sentences. */
  readonly limits: readonly string[];

  constructor(index: WorkspaceIndex, openNamespace: string | undefined) {
    this.openNamespace = openNamespace;
    const { workloads, patches, limits } = manifestsOf(index);
    this.limits = limits;
    for (const manifest of workloads) {
      for (const form of formsOf(manifest, patches, index.builds.graph)) {
        const key = `${manifest.kind}/${form.name}`;
        this.#byName.set(key, [...(this.#byName.get(key) ?? []), toDeclared(manifest, form)]);
      }
    }
  }

  /** The manifest of a running workload: the one with its namespace, or else one without a namespace. */
  find({ namespace, workload }: Pick<RunningGroup, 'namespace' | 'workload'>): Match {
    const named = this.#byName.get(`${workload.kind}/${workload.name}`) ?? [];
    const own = named.filter((declared) => declared.namespace === namespace);
    const open = named.filter((declared) => declared.namespace === undefined);
    const best = own.length > 0 ? own : namespace === this.openNamespace ? open : [];
    const [first] = best;
    if (!first) return { others: 0, ...(open[0] && { elsewhere: open[0] }) };
    // It isn't known which of several builds with one name was applied, so the fields of all of them are declared.
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
