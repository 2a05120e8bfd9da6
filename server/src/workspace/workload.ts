import { imageField, type PodTemplate } from '../pod/template';
import { FactPlace } from './place';
import { type Purpose, purposesOf } from './purposes';

/** A workload of the workspace and the service account of its pods. */
export interface WorkloadFact {
  readonly kind: string;
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  /** `undefined` if the manifest names none: the API server sets `default`, unless a patch does otherwise. */
  readonly serviceAccount: string | undefined;
  /** What its programs are there for, as far as they are known. */
  readonly purposes: readonly Purpose[];
  /** The names of its containers, in every list. */
  readonly containers: readonly string[];
  readonly place: FactPlace;
}

export function workloadFact({ resource, spec, containers }: PodTemplate): WorkloadFact[] {
  const { kind, name, namespace } = resource;
  return [
    {
      kind,
      name,
      namespace,
      serviceAccount: spec.get('serviceAccountName').string ?? spec.get('serviceAccount').string,
      purposes: purposesOf(containers.flatMap(({ value }) => value.get('image').string ?? [])),
      containers: containers.flatMap(({ value }) => value.get('name').string ?? []),
      place: FactPlace.ofResource(resource),
    },
  ];
}

/** An image of a container or volume. */
export interface ImageFact {
  readonly image: string;
  readonly place: FactPlace;
}

export function workloadImages({ resource, containers, volumes }: PodTemplate): ImageFact[] {
  const ofContainers = containers.map(({ value, list }) => ({ value, field: imageField(list) }));
  const ofVolumes = volumes.map((value) => ({ value, field: imageField('volumes') }));
  return [...ofContainers, ...ofVolumes].flatMap(({ value, field }) => {
    const image = value.at(...field).string;
    return image === undefined ? [] : [{ image, place: new FactPlace(resource.document, value) }];
  });
}
