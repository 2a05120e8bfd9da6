import { apiGroup, type Resource } from '../manifest/resource';
import { newConstraint } from './new-gate/gatekeeper';
import { newClusterPolicy } from './new-gate/kyverno';
import { describeLeftOut } from './new-gate/left-out';
import { newAdmissionPolicy } from './new-gate/validating-admission-policy';
import type { UsedPlaces } from './used-places';

/**
 * The engines that a gate can be written for, as users know them. A gate of sigstore's isn't written: whose signatures
 * count is known to nobody here, and what is made up would look as if somebody had decided it, or refuse everything.
 */
export const NEW_GATE_ENGINES = ['ValidatingAdmissionPolicy', 'Kyverno', 'Gatekeeper'] as const;
export type NewGateEngine = (typeof NEW_GATE_ENGINES)[number];

const WRITERS: Readonly<Record<NewGateEngine, (name: string, places: UsedPlaces) => string>> = {
  ValidatingAdmissionPolicy: newAdmissionPolicy,
  Kyverno: newClusterPolicy,
  Gatekeeper: newConstraint,
};

const NAME = 'image-gate';

/**
 * A policy that admits images from some places, and no others: in every list of containers, of pods and of what makes pods,
 * when they are created and when they are changed. It says which images of the workspace it refuses.
 * @param name of the policy; two of one name would replace each other in the cluster
 * @returns YAML, or `undefined` where there are no places
 */
export function newGate(engine: NewGateEngine, places: UsedPlaces, name = NAME): string | undefined {
  return places.places.length === 0 ? undefined : describeLeftOut(places) + WRITERS[engine](name, places);
}

/**
 * A name for a new gate: `image-gate`, `image-gate-2`, and so on, until one is free.
 * @param at from 1
 */
export function newGateName(at: number): string {
  return at === 1 ? NAME : `${NAME}-${at}`;
}

/** The kinds that are written, with their groups. All are the cluster's, not a namespace's. */
const KINDS: Readonly<Record<string, string>> = {
  ValidatingAdmissionPolicy: 'admissionregistration.k8s.io',
  ValidatingAdmissionPolicyBinding: 'admissionregistration.k8s.io',
  ClusterPolicy: 'kyverno.io',
  K8sAllowedReposv2: 'constraints.gatekeeper.sh',
};

/** Whether a new gate could take the place of a resource in the cluster if it had its name. */
export function isOfNewGateKind(resource: Resource): boolean {
  return Object.hasOwn(KINDS, resource.kind) && KINDS[resource.kind] === apiGroup(resource);
}
