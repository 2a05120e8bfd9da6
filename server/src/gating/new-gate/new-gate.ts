import type { UsedPlaces } from '../../image/used-places';
import { apiGroup, type Resource } from '../../manifest/resource';
import { ENGINES } from '../engines/index';
import { describeLeftOut } from './left-out';

/** What writes gates: the older forms come last. */
const WRITERS = [
  ...ENGINES.flatMap(({ name, newGate: writer }) => (writer ? [{ name, writer }] : [])),
  ...ENGINES.flatMap(({ olderGate: writer }) => (writer ? [{ name: writer.name, writer }] : [])),
];

/** The engines that a gate can be written for, as users know them. */
export const NEW_GATE_ENGINES: readonly string[] = WRITERS.map(({ name }) => name);

const NAME = 'image-gate';
/** The kinds of the policies that new gates are. */
const KINDS = WRITERS.flatMap(({ writer }) => writer.kinds);

/**
 * A policy that admits images only from some places: in every list of containers and in volumes, of pods and of workloads
 * that create pods. It checks new objects, and the new images of changed objects. It does not check images that an object
 * already has, because controllers must be able to change such an object until it is deleted. A comment lists the images of
 * the workspace that the policy denies.
 * @param engine one of `NEW_GATE_ENGINES`
 * @param name of the policy; two policies with one name would replace each other in the cluster
 * @returns YAML, or `undefined` if there are no places, or for another engine
 */
export function newGate(engine: string, places: UsedPlaces, name = NAME): string | undefined {
  const writer = WRITERS.find((candidate) => candidate.name === engine)?.writer;
  return places.places.length === 0 ? undefined : writer && describeLeftOut(places) + writer.write(name, places);
}

/**
 * A name for a new gate: `image-gate`, `image-gate-2`, and so on, until one is free.
 * @param index from 1
 */
export function newGateName(index: number): string {
  return index === 1 ? NAME : `${NAME}-${index}`;
}

/** Whether a new gate with the name of a resource would replace it in the cluster. */
export function isOfNewGateKind(resource: Resource): boolean {
  const group = apiGroup(resource);
  return KINDS.some((one) => one.kind === resource.kind && one.group === group);
}
