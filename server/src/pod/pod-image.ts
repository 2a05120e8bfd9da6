import type { YamlValue } from '../manifest/value';
import type { Container } from './container';
import { type ImageList, imageField } from './template';

/** An image of a pod: of a container, or of a volume whose files are those of an image. */
export interface PodImage {
  readonly list: ImageList;
  /** The position of the container or volume in its list, 0-based. */
  readonly index: number;
  /** The name of the container or volume, in a sentence. */
  readonly label: string;
  /** As the manifest writes it. */
  readonly text: string | undefined;
  /** The place of the text. */
  readonly at: YamlValue;
  /** The container or volume. */
  readonly owner: YamlValue;
  readonly pullPolicy: YamlValue;
  /** None for a volume. */
  readonly container: Container | undefined;
}

/**
 * The images of a pod: those of its containers in their order, then those of its volumes.
 * @param volumes all volumes of the pod, of any type
 */
export function podImagesOf(containers: readonly Container[], volumes: readonly YamlValue[]): PodImage[] {
  return [...containers.map(ofContainer), ...volumes.flatMap(ofVolume)];
}

function ofContainer(container: Container): PodImage {
  const { list, index, label, value, image } = container;
  const pullPolicy = value.get('imagePullPolicy');
  return { list, index, label, text: image, at: value.get('image'), owner: value, pullPolicy, container };
}

function ofVolume(owner: YamlValue, index: number): PodImage[] {
  const source = owner.get('image');
  if (!source.isMap) return [];
  const at = owner.at(...imageField('volumes'));
  const label = owner.get('name').label ?? `volumes[${index}]`;
  const pullPolicy = source.get('pullPolicy');
  return [{ list: 'volumes', index, label, text: at.string, at, owner, pullPolicy, container: undefined }];
}
