import type { PodTemplate } from '../pod/template';
import { FactPlace } from './place';

/** A workload of the workspace and the service account of its pods. */
export interface WorkloadFact {
  readonly kind: string;
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  readonly serviceAccount: string;
  /** The names of its containers, in every list. */
  readonly containers: readonly string[];
  readonly place: FactPlace;
}

/**
 * The workload that a resource is. Pods that set no service account use `default` (API reference,
 * PodSpec.serviceAccountName).
 * @param templates of the resource; the first one counts
 */
export function workloadFacts([template]: readonly PodTemplate[]): WorkloadFact[] {
  if (!template) return [];
  const { resource, spec, containers } = template;
  const { kind, name, namespace } = resource;
  return [
    {
      kind,
      name,
      namespace,
      serviceAccount: spec.get('serviceAccountName').string ?? spec.get('serviceAccount').string ?? 'default',
      containers: containers.flatMap(({ value }) => value.get('name').string ?? []),
      place: FactPlace.ofResource(resource),
    },
  ];
}

/** An image of a container. */
export interface ImageFact {
  readonly image: string;
  readonly place: FactPlace;
}

/** The images of the pods of a resource. */
export function workloadImages(templates: readonly PodTemplate[]): ImageFact[] {
  return templates.flatMap(({ resource, containers }) =>
    containers.flatMap(({ value }) => {
      const image = value.get('image').string;
      return image === undefined ? [] : [{ image, place: new FactPlace(resource.document, value) }];
    }),
  );
}
