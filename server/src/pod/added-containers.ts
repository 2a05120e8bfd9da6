import { ManifestDocument } from '../manifest/document';
import { type Resource, resourcesOf } from '../manifest/resource';
import type { YamlValue } from '../manifest/value';
import { podTemplatesOf } from './template';

/** A container that a patch or policy puts into pods. */
export interface AddedContainer {
  readonly name: string;
  readonly image: string | undefined;
  /** "container", "init container" or "native sidecar". */
  readonly what: string;
  /** Its name, where it is YAML of the same document. */
  readonly at: YamlValue | undefined;
}

/** The containers with an image that a strategic merge patch has: those that its target lacks, it adds. */
export function containersOfPatch(resource: Resource): AddedContainer[] {
  return podTemplatesOf(resource).flatMap(({ containers }) =>
    containers.flatMap(({ value, list }) => toAdded(value, list)),
  );
}

/** The containers that a JSON patch adds (RFC 6902), one at a time or a list. */
export function containersOfJsonPatch(root: YamlValue): AddedContainer[] {
  return root.items.flatMap((operation) => {
    const path = operation.get('path').string ?? '';
    const match = /\/(containers|initContainers|ephemeralContainers)(\/(?:-|\d+))?$/.exec(path);
    if (operation.get('op').string !== 'add' || !match) return [];
    const value = operation.get('value');
    return (match[2] ? [value] : value.items).flatMap((container) => toAdded(container, match[1] ?? ''));
  });
}

/** The containers that a patch adds which is text inside another document, and the resources that it names itself. */
export function containersOfText(text: string): { added: AddedContainer[]; resources: readonly Resource[] } {
  const document = new ManifestDocument(text, false);
  const resources = resourcesOf(document);
  const added = [...resources.flatMap(containersOfPatch), ...containersOfJsonPatch(document.root)];
  return { added: added.map((container) => ({ ...container, at: undefined })), resources };
}

/** A container of a list of a pod's spec; one without image changes one that is there. */
export function toAdded(value: YamlValue, list: string): AddedContainer[] {
  const name = value.get('name').string;
  if (name === undefined || !value.get('image').exists) return [];
  const isNative = list === 'initContainers' && value.get('restartPolicy').string === 'Always';
  const what = isNative ? 'native sidecar' : list === 'initContainers' ? 'init container' : 'container';
  return [{ name, image: value.get('image').string, what, at: value.get('name') }];
}
