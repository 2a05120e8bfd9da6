import type { ManifestDocument } from '../manifest/document';
import { isArray, isObject, type Json, toJson } from '../manifest/json';
import type { YamlValue } from '../manifest/value';
import { type Pod, podsOf } from '../pod/pod';
import {
  builtImage,
  builtName,
  builtNamespace,
  type Kustomization,
  type KustomizeGraph,
} from '../workspace/kustomize-graph';
import { Place } from '../workspace/place';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import type { ManifestPlace } from './declared';
import { strategicMerge } from './strategic-merge';

/** A workload, or a patch of one, as a manifest has it. */
export interface Manifest {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
  /** `metadata` and `spec` of its pods. */
  readonly template: Json;
  readonly place: ManifestPlace;
  /** Where its containers stand, by name. */
  readonly containers: ReadonlyMap<string, ManifestPlace>;
}

/** A workload as one build of kustomizations makes it. */
export interface Form {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly template: Json;
  /** Where the containers stand that patches add, by name. */
  readonly containers: ReadonlyMap<string, ManifestPlace>;
  readonly isBuilt: boolean;
}

export interface Manifests {
  readonly workloads: readonly Manifest[];
  readonly patches: readonly Manifest[];
  /** Those that can't be read, as sentences. */
  readonly limits: readonly string[];
}

/** The workloads of a workspace, and what patches them. */
export function manifestsOf(index: WorkspaceIndex): Manifests {
  const [workloads, patches, limits]: [Manifest[], Manifest[], string[]] = [[], [], []];
  const documents = new Set<ManifestDocument>(index.workloads.map(({ place }) => place.document));
  for (const document of documents) {
    const start = index.placeOf(document);
    if (start === undefined) continue;
    for (const pod of document.resources.flatMap((resource) => podsOf(resource, () => []))) {
      const { name, kind } = pod.resource;
      if (pod.isAssembled || name === undefined) continue;
      const placeOf = ({ value }: Place): ManifestPlace => ({
        file: start.uri,
        line: start.line + document.lines.lineAt(value.span.start),
      });
      const manifest = toManifest(pod, name, placeOf);
      if (manifest) (pod.isPartial || index.isPatch(document) ? patches : workloads).push(manifest);
      else {
        const { file, line } = placeOf(Place.ofResource(pod.resource));
        limits.push(
          `The ${kind} "${name}" in ${file}:${line + 1} can't be read as a whole, so nothing is compared with it. Render it first if it is a template.`,
        );
      }
    }
  }
  return { workloads, patches, limits };
}

function toManifest(
  { resource, metadata, spec, containers }: Pod,
  name: string,
  placeOf: (place: Place) => ManifestPlace,
): Manifest | undefined {
  const [ofPod, own] = [metadata.exists ? toJson(metadata) : {}, toJson(spec)];
  if (ofPod === undefined || own === undefined) return undefined;
  const at = (value: YamlValue): ManifestPlace => placeOf(new Place(resource.document, value));
  return {
    kind: resource.kind,
    name,
    namespace: resource.namespace,
    template: { metadata: ofPod, spec: own },
    place: placeOf(Place.ofResource(resource)),
    containers: new Map(
      containers.flatMap((container) =>
        container.name === undefined ? [] : [[container.name, at(container.nameValue)]],
      ),
    ),
  };
}

/** A workload in each form that kustomizations give it: itself, where none builds on it. */
export function formsOf(manifest: Manifest, patches: readonly Manifest[], kustomize: KustomizeGraph): Form[] {
  const own: Form = { ...manifest, containers: new Map(), isBuilt: false };
  // Nobody says what these are applied to but they themselves.
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

/** The patches that a kustomization applies, each as one of what it is applied to where that is said there. */
function patchesOf({ patches: files }: Kustomization, patches: readonly Manifest[]): Manifest[] {
  return [...files].flatMap(([file, { kind, name }]) =>
    patches
      .filter(({ place }) => place.file === file)
      .map((patch) => ({ ...patch, kind: kind ?? patch.kind, name: name ?? patch.name })),
  );
}

/** @param names what the workload has been called so far: a patch may go by any of them */
function isFor({ kind, name }: Manifest, workload: Manifest, names: readonly string[]): boolean {
  return kind === workload.kind && names.includes(name);
}

function patchedBy(form: Form, patch: Manifest): Form {
  const template = strategicMerge(form.template, patch.template);
  return { ...form, template, containers: new Map([...patch.containers, ...form.containers]) };
}

/** A pod template with other images. */
function withImages(template: Json, change: (image: string) => string): Json {
  if (!isObject(template) || !isObject(template.spec)) return template;
  const spec = Object.fromEntries(
    Object.entries(template.spec).map(([name, value]) => [
      name,
      LISTS.includes(name) && isArray(value) ? value.map((container) => withImage(container, change)) : value,
    ]),
  );
  return { ...template, spec };
}

const LISTS = ['initContainers', 'containers', 'ephemeralContainers'];

function withImage(container: Json, change: (image: string) => string): Json {
  if (!isObject(container) || typeof container.image !== 'string') return container;
  return { ...container, image: change(container.image) };
}
