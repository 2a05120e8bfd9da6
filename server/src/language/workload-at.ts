import type { Position } from 'vscode-languageserver';
import { ManifestFile } from '../manifest/file';
import { type Resource, stringMap } from '../manifest/resource';
import type { YamlValue } from '../manifest/value';
import { type Pod, podsOf } from '../pod/pod';
import type { ContainerRole, WorkloadAt } from '../protocol';
import type { OpenAnalysis, OpenedDocument } from './open-analysis';
import { toRange, touches } from './ranges';
import { isPinnable } from './write-digest';

/** The workload or Service at a place of a manifest, and the container there: the commands find its pods with it. */
export function workloadAt({ documents }: OpenAnalysis, position: Position): WorkloadAt | undefined {
  const cursor = { start: position, end: position };
  for (const placed of documents) {
    for (const { resource, metadata, containers } of placed.analysis.pods) {
      const { kind, name, namespace } = resource;
      if (name === undefined || !touches(toRange(placed, resource.value.span), cursor)) continue;
      const container = containers.find(({ value }) => touches(toRange(placed, value.span), cursor));
      const image = container?.image;
      return {
        kind,
        name,
        ...(namespace !== undefined && { namespace }),
        labels: kind === 'Pod' ? {} : Object.fromEntries(stringMap(metadata.get('labels'))),
        ...(container?.name !== undefined && { container: container.name }),
        ...(container &&
          image !== undefined &&
          isPinnable(image) && {
            image: { text: image, position: toRange(placed, container.value.get('image').span).start },
          }),
      };
    }
    for (const resource of placed.document.resources) {
      const { name, namespace } = resource;
      if (!isService(resource) || name === undefined || !touches(toRange(placed, resource.value.span), cursor))
        continue;
      const labels = Object.fromEntries(stringMap(resource.value.get('spec').get('selector')));
      return { kind: 'Service', name, ...(namespace !== undefined && { namespace }), labels };
    }
  }
  return undefined;
}

/** Whether a resource is a Service, which sends traffic to pods. */
export function isService({ apiVersion, kind }: Resource): boolean {
  return apiVersion === 'v1' && kind === 'Service';
}

/**
 * The pod at a place of a manifest. A resource can have several: then it is the one whose template the place is in, else
 * the first.
 */
export function podAt(
  { documents }: OpenAnalysis,
  position: Position,
): { readonly placed: OpenedDocument; readonly pod: Pod } | undefined {
  const cursor = { start: position, end: position };
  for (const placed of documents) {
    const isHere = ({ span }: YamlValue): boolean => touches(toRange(placed, span), cursor);
    const { pods } = placed.analysis;
    const pod = pods.find(({ spec }) => isHere(spec)) ?? pods.find(({ resource }) => isHere(resource.value));
    if (pod) return { placed, pod };
  }
  return undefined;
}

/** The role of each container of a running pod. JSON is YAML, so a pod in JSON is a manifest. */
export function rolesOf(pod: string): ContainerRole[] {
  const { documents } = ManifestFile.read(pod);
  return documents
    .flatMap(({ document }) => document.resources.flatMap((resource) => podsOf(resource, () => [])))
    .flatMap(({ containers }) => containers.map(({ label, role }) => ({ name: label, role })));
}
