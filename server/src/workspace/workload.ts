import type { Resource } from '../manifest/resource';
import { podTemplatesOf } from '../pod/template';
import { Place } from './place';

/** A workload of the workspace and the service account that its pods run as. */
export interface WorkloadFact {
  readonly kind: string;
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  readonly serviceAccount: string;
  /** The names of its containers, in every list. */
  readonly containers: readonly string[];
  readonly place: Place;
}

/** The account that pods run as is `default` where they name none (API reference, PodSpec.serviceAccountName). */
export function workloadOf(resource: Resource): WorkloadFact[] {
  const { kind, name, namespace } = resource;
  return podTemplatesOf(resource)
    .slice(0, 1)
    .map(({ spec, containers }) => ({
      kind,
      name,
      namespace,
      serviceAccount: spec.get('serviceAccountName').string ?? spec.get('serviceAccount').string ?? 'default',
      containers: containers.flatMap(({ value }) => value.get('name').string ?? []),
      place: Place.ofResource(resource),
    }));
}

/** An image that a container has. */
export interface ImageFact {
  readonly image: string;
  readonly place: Place;
}

export function imagesOf(resource: Resource): ImageFact[] {
  return podTemplatesOf(resource).flatMap(({ containers }) =>
    containers.flatMap(({ value }) => {
      const image = value.get('image').string;
      return image === undefined ? [] : [{ image, place: new Place(resource.document, value) }];
    }),
  );
}
