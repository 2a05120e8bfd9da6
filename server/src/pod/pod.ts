import type { Resource } from '../manifest/resource';
import { stringMap } from '../manifest/resource';
import type { YamlValue } from '../manifest/value';
import { Container, type Mount } from './container';
import { type PodImage, podImagesOf } from './pod-image';
import { assignRoles, type ServicePort } from './roles';
import { type PodTemplate, podTemplatesOf } from './template';

/** A volume of a pod. */
export interface Volume {
  readonly name: string;
  readonly value: YamlValue;
}

/** Looks up the ports that the workspace's Services send to a pod with these labels. */
export type ServicePortLookup = (namespace: string | undefined, labels: ReadonlyMap<string, string>) => ServicePort[];

/** A pod as one resource of a manifest describes it. */
export interface Pod {
  readonly resource: Resource;
  readonly spec: YamlValue;
  readonly metadata: YamlValue;
  readonly containers: readonly Container[];
  readonly volumes: readonly Volume[];
  /** The volumes, also those without a readable name. */
  readonly volumeValues: readonly YamlValue[];
  /** The images of the containers, in their order, and then those of volumes. */
  readonly images: readonly PodImage[];
  /** See `PodTemplate.isAssembled`. */
  readonly isAssembled: boolean;
  /** A patch or an excerpt: no container has an image, so other fields may be defined elsewhere, too. */
  readonly isPartial: boolean;
}

/** The pods that a resource describes, with the roles of their containers. */
export function podsOf(resource: Resource, servicePorts: ServicePortLookup): Pod[] {
  return podTemplatesOf(resource).map((template) => toPod(template, servicePorts));
}

export function appsOf(pod: Pod): Container[] {
  return pod.containers.filter(({ role }) => role === 'app');
}

export function sidecarsOf(pod: Pod): Container[] {
  return pod.containers.filter(({ isSidecar }) => isSidecar);
}

/** The mount with which a container can write to a volume. */
export function writableMountOf(container: Container, volume: string): Mount | undefined {
  return container.mounts.find((mount) => mount.volume === volume && !mount.isReadOnly);
}

/** Whether no container can write to a volume, because the kubelet provides its content, or its source is read-only. */
export function isReadOnlyForAll({ value }: Volume): boolean {
  return (
    ['configMap', 'secret', 'downwardAPI', 'projected', 'image'].some((type) => value.get(type).isSet) ||
    value.entries.some((source) => source.value.get('readOnly').boolean === true)
  );
}

function toPod(template: PodTemplate, servicePorts: ServicePortLookup): Pod {
  const counts = { initContainers: 0, containers: 0, ephemeralContainers: 0 };
  const containers = template.containers.map((source) => new Container(source, counts[source.list]++));
  const labels = stringMap(template.metadata.get('labels'));
  const { resource, spec, metadata, isAssembled, volumes: volumeValues } = template;
  assignRoles(template, containers, containers.length > 1 ? servicePorts(resource.namespace, labels) : []);
  const volumes = volumeValues.flatMap((value) => {
    const name = value.get('name').string;
    return name === undefined ? [] : [{ name, value }];
  });
  const isPartial = resource.value.get('$patch').isSet || containers.every(({ value }) => !value.get('image').exists);
  const images = podImagesOf(containers, volumeValues);
  return { resource, spec, metadata, containers, volumes, volumeValues, images, isAssembled, isPartial };
}
