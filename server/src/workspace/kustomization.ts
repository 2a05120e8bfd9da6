import { apiGroup, type Resource } from '../manifest/resource';
import type { YamlValue } from '../manifest/value';

/** An entry of a kustomization's `images`. */
export interface ImageOverride {
  readonly name: string;
  readonly newName: string | undefined;
  readonly newTag: string | undefined;
  readonly digest: string | undefined;
  /** It is put behind the tag, if the entry sets neither a tag nor a digest. */
  readonly tagSuffix: string | undefined;
}

/** The resources that a kustomization builds on, and its changes. Paths are as written. */
export interface KustomizationFact {
  /** Files and folders whose resources it includes, and its components. */
  readonly resources: readonly string[];
  /** Folders whose changes apply to all included resources, before its own changes (Kustomize, "components"). */
  readonly components: readonly string[];
  /** Files that are patches and no manifests, and their target if the kustomization sets it. */
  readonly patches: readonly { readonly path: string; readonly target: PatchTarget }[];
  readonly images: readonly ImageOverride[];
  readonly namespace: string | undefined;
  readonly namePrefix: string;
  readonly nameSuffix: string;
}

export function isKustomization(resource: Resource): boolean {
  return apiGroup(resource) === 'kustomize.config.k8s.io' && ['Kustomization', 'Component'].includes(resource.kind);
}

export function kustomizationOf(resource: Resource): KustomizationFact[] {
  if (!isKustomization(resource)) return [];
  const { value } = resource;
  return [
    {
      // `bases` is the old name of folders among the resources.
      resources: ['resources', 'bases', 'components'].flatMap((name) => value.get(name).strings),
      patches: patchesOf(resource).flatMap(({ path, target }) => (path === undefined ? [] : [{ path, target }])),
      images: value.get('images').items.flatMap(toOverride),
      components: value.get('components').strings,
      namespace: value.get('namespace').string,
      namePrefix: value.get('namePrefix').label ?? '',
      nameSuffix: value.get('nameSuffix').label ?? '',
    },
  ];
}

/** A patch of a kustomization: a file, or inline text. */
export interface KustomizationPatch {
  readonly path: string | undefined;
  readonly text: YamlValue | undefined;
  /** The target, if the kustomization sets it. Otherwise, the patch has it. */
  readonly target: PatchTarget;
}

/** The target of a patch; `undefined` for any. */
export interface PatchTarget {
  readonly kind: string | undefined;
  readonly name: string | undefined;
}

export function patchesOf({ value }: Resource): KustomizationPatch[] {
  const entries = ['patches', 'patchesJson6902'].flatMap((name) => value.get(name).items);
  const listed = entries.map((entry) => ({
    path: entry.get('path').string,
    text: entry.get('patch').string === undefined ? undefined : entry.get('patch'),
    target: { kind: entry.at('target', 'kind').string, name: entry.at('target', 'name').string },
  }));
  // One word is the path of a file, and a text of several lines is the patch itself.
  const merged = value.get('patchesStrategicMerge').items.map((item) => {
    const isText = item.string?.includes('\n') ?? false;
    return {
      path: isText ? undefined : item.string,
      text: isText ? item : undefined,
      target: { kind: undefined, name: undefined },
    };
  });
  return [...listed, ...merged];
}

function toOverride(value: YamlValue): ImageOverride[] {
  const name = value.get('name').string;
  // An empty text is the same as none (Kustomize, types.Image).
  const text = (key: string): string | undefined => value.get(key).label || undefined;
  if (name === undefined) return [];
  const [newName, newTag, digest, tagSuffix] = [text('newName'), text('newTag'), text('digest'), text('tagSuffix')];
  return [{ name, newName, newTag, digest, tagSuffix }];
}
