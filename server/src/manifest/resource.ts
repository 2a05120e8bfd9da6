import type { ManifestDocument } from './document';
import type { YamlValue } from './value';

/** A Kubernetes object in a manifest: something with an `apiVersion` and a `kind`. */
export interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  readonly labels: ReadonlyMap<string, string>;
  readonly annotations: ReadonlyMap<string, string>;
  readonly value: YamlValue;
  readonly document: ManifestDocument;
}

/** What identifies a resource to people and to other tools. */
export interface ResourceReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name?: string;
}

/** The resources of a document: itself, or the items of a `List`; nothing where it isn't Kubernetes. */
export function resourcesOf(document: ManifestDocument): Resource[] {
  const { root } = document;
  if (isBareKustomization(root)) {
    return [toResource(root, document, 'kustomize.config.k8s.io/v1beta1', 'Kustomization')];
  }
  if (isJsonPatch(root)) return [toResource(root, document, 'json-patch', 'JsonPatch')];
  return expand(root, document, new Set());
}

/** A list of operations (RFC 6902), which Kustomize and others apply to resources. */
export function isJsonPatch(root: YamlValue): boolean {
  const { items } = root;
  return items.length > 0 && items.every((item) => item.get('op').string !== undefined && item.get('path').exists);
}

/** Fields that only a kustomization has as lists. */
const KUSTOMIZATION_LISTS = [
  'resources',
  'bases',
  'components',
  'patches',
  'patchesStrategicMerge',
  'patchesJson6902',
  'images',
];

/** A kustomization may leave out what kind it is (Kustomize reference, "kustomization"). */
function isBareKustomization(root: YamlValue): boolean {
  if (!root.isMap || root.get('kind').exists || root.get('apiVersion').exists) return false;
  return KUSTOMIZATION_LISTS.some((name) => root.get(name).items.length > 0);
}

export function referenceOf(resource: Resource): ResourceReference {
  const { apiVersion, kind, namespace, name } = resource;
  return { apiVersion, kind, ...(namespace !== undefined && { namespace }), ...(name !== undefined && { name }) };
}

/** The API group of an apiVersion; empty for the core group. */
export function apiGroup(resource: Resource): string {
  const slash = resource.apiVersion.indexOf('/');
  return slash === -1 ? '' : resource.apiVersion.slice(0, slash);
}

/** The string values of a map such as `metadata.labels`. */
export function stringMap(value: YamlValue): Map<string, string> {
  return new Map(value.entries.flatMap(({ key, value: { string } }) => (string === undefined ? [] : [[key, string]])));
}

/** @param around the lists that it is in, since by an alias a list can be an item of itself */
function expand(value: YamlValue, document: ManifestDocument, around: ReadonlySet<unknown>): Resource[] {
  const apiVersion = value.get('apiVersion').string;
  const kind = value.get('kind').string;
  if (!apiVersion || !kind) return [];
  // Typed lists (PodList, DeploymentList) are how kubectl prints several objects.
  if (kind.endsWith('List') && value.get('items').isList) {
    if (around.has(value.node)) return [];
    const inside = new Set([...around, value.node]);
    return value.get('items').items.flatMap((item) => expand(item, document, inside));
  }
  return [toResource(value, document, apiVersion, kind)];
}

function toResource(value: YamlValue, document: ManifestDocument, apiVersion: string, kind: string): Resource {
  const metadata = value.get('metadata');
  return {
    apiVersion,
    kind,
    name: metadata.get('name').string ?? metadata.get('generateName').string,
    namespace: metadata.get('namespace').string,
    labels: stringMap(metadata.get('labels')),
    annotations: stringMap(metadata.get('annotations')),
    value,
    document,
  };
}
