import type { ManifestDocument } from '../manifest/document';
import { isArray, isObject, type Json, toJson } from '../manifest/json';
import type { YamlValue } from '../manifest/value';
import { type Pod, podsOf } from '../pod/pod';
import { isContainerList } from '../pod/template';
import {
  builtImage,
  builtName,
  builtNamespace,
  type Kustomization,
  type KustomizeGraph,
} from '../workspace/kustomize-graph';
import { FactPlace } from '../workspace/place';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import { strategicMerge } from './strategic-merge';

/** A place in a manifest: the name of its file in the index, and the 0-based line. */
export interface ManifestPlace {
  readonly file: string;
  readonly line: number;
}

/** A workload in a manifest, or a patch of one. */
export interface Manifest {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
  /** `metadata` and `spec` of its pods. */
  readonly template: Json;
  readonly place: ManifestPlace;
  /** The places of its containers, by name. */
  readonly containers: ReadonlyMap<string, ManifestPlace>;
}

/** A workload as the output of one kustomize build. */
export interface Form {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly template: Json;
  /** The places of the containers that patches add, by name. */
  readonly containers: ReadonlyMap<string, ManifestPlace>;
  readonly isBuilt: boolean;
}

export interface Manifests {
  readonly workloads: readonly Manifest[];
  readonly patches: readonly Manifest[];
  /** The manifests that can't be read, as sentences. */
  readonly limits: readonly string[];
}

/** The workloads of a workspace, and their patches. */
export function manifestsOf(index: WorkspaceIndex): Manifests {
  const [workloads, patches, limits]: [Manifest[], Manifest[], string[]] = [[], [], []];
  const documents = new Set<ManifestDocument>(index.workloads.map(({ place }) => place.document));
  for (const document of documents) {
    const start = index.placeOf(document);
    if (start === undefined) continue;
    for (const pod of document.resources.flatMap((resource) => podsOf(resource, () => []))) {
      const { name, kind } = pod.resource;
      if (pod.isAssembled || name === undefined) continue;
      const placeOf = ({ span }: FactPlace): ManifestPlace => ({
        file: start.uri,
        line: start.line + document.lines.lineAt(span.start),
      });
      const manifest = toManifest(pod, name, placeOf);
      if (manifest) (pod.isPartial || index.builds.isPart(document) ? patches : workloads).push(manifest);
      else {
        const { file, line } = placeOf(FactPlace.ofResource(pod.resource));
        limits.push(
          `The ${kind} "${name}" in ${file}:${line + 1} is not compared, because it cannot be read completely. If it is a template, render it first.`,
        );
      }
    }
  }
  return { workloads, patches, limits };
}

function toManifest(
  { resource, metadata, spec, containers }: Pod,
  name: string,
  placeOf: (place: FactPlace) => ManifestPlace,
): Manifest | undefined {
  const [ofPod, own] = [metadata.isSet ? toJson(metadata) : {}, toJson(spec)];
  if (ofPod === undefined || own === undefined) return undefined;
  const at = (value: YamlValue): ManifestPlace => placeOf(new FactPlace(resource.document, value));
  return {
    kind: resource.kind,
    name,
    namespace: resource.namespace,
    template: { metadata: ofPod, spec: own },
    place: placeOf(FactPlace.ofResource(resource)),
    containers: new Map(
      containers.flatMap((container) =>
        container.name === undefined ? [] : [[container.name, at(container.nameValue)]],
      ),
    ),
  };
}

/** The outputs of all kustomize builds for a workload. If no kustomization uses it, the workload itself. */
export function formsOf(manifest: Manifest, patches: readonly Manifest[], kustomize: KustomizeGraph): Form[] {
  const own: Form = { ...manifest, containers: new Map(), isBuilt: false };
  // No kustomization lists these patches, so they apply to the workload that they name.
  const loose = patches.filter(({ place }) => !kustomize.isPatch(place.file));
  const patched = loose
    .filter(
      (patch) => isFor(patch, manifest, [manifest.name]) && [undefined, manifest.namespace].includes(patch.namespace),
    )
    .reduce(patchedBy, own);
  const builds = kustomize.buildsOf(manifest.place.file);
  if (builds.length === 0) return [patched];
  return builds.map((build) => {
    const names = [manifest.name];
    return build.reduce<Form>(
      (form, step) => {
        const applied = patchesOf(step, patches).filter((patch) => isFor(patch, manifest, names));
        const changed = applied.reduce(patchedBy, form);
        const name = builtName(changed.name, step);
        names.push(name);
        const namespace = builtNamespace(changed.namespace, step);
        return {
          ...changed,
          name,
          namespace,
          template: withImages(changed.template, (image) => builtImage(image, step)),
        };
      },
      { ...patched, isBuilt: true },
    );
  });
}

/** The patches of a kustomization. If it sets a target for a patch, the patch gets the kind and name of the target. */
function patchesOf({ patches: files }: Kustomization, patches: readonly Manifest[]): Manifest[] {
  return [...files].flatMap(([file, { kind, name }]) =>
    patches
      .filter(({ place }) => place.file === file)
      .map((patch) => ({ ...patch, kind: kind ?? patch.kind, name: name ?? patch.name })),
  );
}

/** @param names all names of the workload in this build so far, because a patch can use any of them */
function isFor({ kind, name }: Manifest, workload: Manifest, names: readonly string[]): boolean {
  return kind === workload.kind && names.includes(name);
}

function patchedBy(form: Form, patch: Manifest): Form {
  const template = strategicMerge(form.template, patch.template);
  return { ...form, template, containers: new Map([...patch.containers, ...form.containers]) };
}

/** A pod template with changed images. */
function withImages(template: Json, change: (image: string) => string): Json {
  if (!isObject(template) || !isObject(template.spec)) return template;
  const spec = Object.fromEntries(
    Object.entries(template.spec).map(([name, value]) => [
      name,
      isContainerList(name) && isArray(value) ? value.map((container) => withImage(container, change)) : value,
    ]),
  );
  return { ...template, spec };
}

function withImage(container: Json, change: (image: string) => string): Json {
  if (!isObject(container) || typeof container.image !== 'string') return container;
  return { ...container, image: change(container.image) };
}
