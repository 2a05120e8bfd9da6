import type { Resource } from '../manifest/resource';
import type { GateRefusal, PolicyInjection, PolicyReference, Weakness } from './engine';
import { ENGINES } from './engines/index';
import type { PolicySet } from './policy-set';

/**
 * The gate of a resource, if the resource is of a known kind. The function does not check which workloads the gate
 * covers.
 */
export function imageGateOf(resource: Resource): PolicyReference | undefined {
  const engine = ENGINES.find((candidate) => candidate.isImageGate(resource));
  return engine && { engine: engine.name, kind: resource.kind, name: resource.name };
}

/** Whether a resource is part of image gates: it is a gate, binds one, exempts from one or defines the kind of one. */
export function isPolicyPart(resource: Resource): boolean {
  return ENGINES.some((engine) => engine.isImageGate(resource) || engine.isPart?.(resource));
}

/** Whether a resource changes images before gates validate them, or puts a policy that does into force. */
export function isPartOfMutation(resource: Resource): boolean {
  return ENGINES.some(({ imageMutation }) => imageMutation?.isPart(resource));
}

/** The policies that a resource puts into force: see `Enforcement.enforcedBy`. */
export function enforcedBy(resource: Resource): string[] {
  return ENGINES.flatMap(({ enforcement }) => enforcement?.enforcedBy(resource) ?? []);
}

/** The resource that the workspace lacks for a gate to be in force, in words: see `Enforcement.missingFor`. */
export function missingFor(gate: Resource, enforced: ReadonlySet<string>): string | undefined {
  return ENGINES.flatMap(({ enforcement }) => enforcement?.missingFor(gate, enforced) ?? [])[0];
}

/**
 * The ways in which a gate admits images that it seems to deny. The resource is the gate, or it binds, defines or calls
 * one. What the API server does not accept is not even in force.
 */
export function weaknessesOf(resource: Resource, policies: PolicySet): Weakness[] {
  if (gateRefusals(resource).length > 0) return [];
  return ENGINES.flatMap((engine) => engine.weaknesses?.(resource, policies) ?? []);
}

/** Why the API server does not accept a gate or a part of one. */
export function gateRefusals(resource: Resource): readonly GateRefusal[] {
  return ENGINES.flatMap((engine) => engine.refusals?.(resource) ?? []);
}

/** The containers that a policy adds to pods. */
export function policyInjections(resource: Resource): PolicyInjection[] {
  return ENGINES.flatMap((engine) => engine.injections?.(resource) ?? []);
}

/** The images of the programs of all engines. */
export function programsOfEngines(): string[] {
  return ENGINES.flatMap(({ programs = [] }) => programs);
}
