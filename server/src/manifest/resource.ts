import type { ManifestDocument, Resource } from './document';
import type { YamlValue } from './value';

export type { Resource } from './document';

/** What identifies a resource to people and to other tools. */
export interface ResourceReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name?: string;
}

/** The resources of a document: itself, or the items of a `List`; none if it is not a Kubernetes object. */
export function resourcesOf(document: ManifestDocument, root: YamlValue): Resource[] {
  if (isBareKustomization(root)) {
    return [toResource(root, document, 'kustomize.config.k8s.io/v1beta1', 'Kustomization')];
  }
  if (isJsonPatch(root)) return [toResource(root, document, 'json-patch', 'JsonPatch')];
  return expand(root, document, new Set());
}

/** A list of operations (RFC 6902), which Kustomize and others apply to resources. */
function isJsonPatch(root: YamlValue): boolean {
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

/** A kustomization can be without a `kind` (Kustomize reference, "kustomization"). */
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
  const strings = new Map<string, string>();
  for (const { key, value: item } of value.entries) {
    const { string } = item;
    if (string !== undefined) strings.set(key, string);
  }
  return strings;
}

/** A substitute for the resource of a document that cannot be read, with the kind that a line of its text shows. */
export function unreadResource(document: ManifestDocument): Resource {
  const [apiVersion = '', kind = ''] = ['apiVersion', 'kind'].map(
    (key) => new RegExp(`^${key}:[ \\t]*([\\w./-]{1,100})[ \\t]*\\r?$`, 'm').exec(document.text)?.[1],
  );
  return toResource(document.root, document, apiVersion, kind);
}

/**
 * @param around the lists that it is in, because with an alias a list can be an item of itself
 * @param ofList the default for an item without `apiVersion` and `kind`: an item of a PodList is a Pod (apimachinery,
 *   `decodeToList`)
 */
function expand(
  value: YamlValue,
  document: ManifestDocument,
  around: ReadonlySet<unknown>,
  ofList?: { readonly apiVersion: string; readonly kind: string },
): Resource[] {
  const own = { apiVersion: value.get('apiVersion').string, kind: value.get('kind').string };
  const { apiVersion, kind } = own.apiVersion || own.kind ? own : (ofList ?? own);
  if (!apiVersion || !kind) return [];
  // kubectl prints several objects as a typed list (PodList, DeploymentList).
  if (kind.endsWith('List') && value.get('items').isList) {
    if (around.has(value.node)) return [];
    const inside = new Set([...around, value.node]);
    const ofItems = { apiVersion, kind: kind.slice(0, -'List'.length) };
    return value.get('items').items.flatMap((item) => expand(item, document, inside, ofItems));
  }
  return [toResource(value, document, apiVersion, kind)];
}

/** The same object with other data. */
export function resourceWith({ document, apiVersion, kind }: Resource, value: YamlValue): Resource {
  return toResource(value, document, apiVersion, kind);
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
