import { readData } from '../manifest/read-document';
import type { Resource } from '../manifest/resource';
import type { YamlValue } from '../manifest/value';
import { isContainerList, podTemplatesOf } from './template';

/** A container that a patch or policy adds to pods. */
export interface AddedContainer {
  readonly name: string;
  readonly image: string | undefined;
  /** "container", "init container" or "native sidecar". */
  readonly what: string;
  /** Its name, if it is YAML of the same document. */
  readonly at: YamlValue | undefined;
}

/** The containers of a strategic merge patch that have an image. The patch adds those that its target does not have. */
export function containersOfPatch(resource: Resource): AddedContainer[] {
  return podTemplatesOf(resource).flatMap(({ containers }) =>
    containers.flatMap(({ value, list }) => toAdded(value, list)),
  );
}

/** The containers that a JSON patch adds (RFC 6902), one at a time or a list. */
export function containersOfJsonPatch(root: YamlValue): AddedContainer[] {
  return root.items.flatMap((operation) => {
    const path = operation.get('path').string ?? '';
    const [, list = '', place] = /\/(\w+)(\/(?:-|\d+))?$/.exec(path) ?? [];
    if (operation.get('op').string !== 'add' || !isContainerList(list)) return [];
    const value = operation.get('value');
    return (place === undefined ? value.items : [value]).flatMap((container) => toAdded(container, list));
  });
}

/** The containers that a patch as text inside another document adds, and the resources in this text. */
export function containersOfText(text: string): { added: AddedContainer[]; resources: readonly Resource[] } {
  const document = readData(text);
  const resources = document.resources;
  const added = [...resources.flatMap(containersOfPatch), ...containersOfJsonPatch(document.root)];
  return { added: added.map((container) => ({ ...container, at: undefined })), resources };
}

/** A container of a list in a pod's spec. One without an image changes an existing container, and is left out. */
export function toAdded(value: YamlValue, list: string): AddedContainer[] {
  const name = value.get('name').string;
  if (name === undefined || !value.get('image').isSet) return [];
  const isNative = list === 'initContainers' && value.get('restartPolicy').string === 'Always';
  const what = isNative ? 'native sidecar' : list === 'initContainers' ? 'init container' : 'container';
  return [{ name, image: value.get('image').string, what, at: value.get('name') }];
}
