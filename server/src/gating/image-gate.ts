import type { Resource } from '../manifest/resource';
import { afterDigests } from './digest-mutation';
import { connaisseur } from './engines/connaisseur';
import { gatekeeper } from './engines/gatekeeper';
import { imagePolicyWebhook } from './engines/image-policy-webhook';
import { kyverno } from './engines/kyverno';
import { digestMutators } from './engines/kyverno/digest-mutators';
import { ratify } from './engines/ratify';
import { sigstore } from './engines/sigstore';
import { validatingAdmissionPolicy } from './engines/validating-admission-policy';
import type { GateRecipe } from './gate';
import type { GateEngine, ImageGate, Weakness } from './gate-engine';
import type { PolicySet } from './policy-set';

/** The policy engines whose image gates we recognise. */
const ENGINES: readonly GateEngine[] = [
  validatingAdmissionPolicy,
  kyverno,
  gatekeeper,
  sigstore,
  ratify,
  connaisseur,
  imagePolicyWebhook,
];

/** The gate that a resource is, if it is one of a known kind. Whom it covers is not asked here. */
export function imageGateOf(resource: Resource): ImageGate | undefined {
  const engine = ENGINES.find((candidate) => candidate.isImageGate(resource));
  return engine && { engine: engine.name, kind: resource.kind, name: resource.name };
}

/** The ways in which a gate, or what binds, defines or asks one, lets images through. */
export function weaknessesOf(resource: Resource, policies: PolicySet): Weakness[] {
  return ENGINES.flatMap((engine) => engine.weaknesses?.(resource, policies) ?? []);
}

/** Whether a resource takes part in gating images: a gate, or what binds one, exempts from it or defines its kind. */
export function isPolicyPart(resource: Resource): boolean {
  return ENGINES.some((engine) => engine.isImageGate(resource) || engine.isPart?.(resource));
}

/** Those that are asked once nothing is changed any more. */
const VALIDATING: ReadonlySet<GateEngine> = new Set([validatingAdmissionPolicy, kyverno, gatekeeper]);

/** The gates that some policies put into force. */
export function gatesInForce(policies: PolicySet): GateRecipe[] {
  const mutators = digestMutators(policies);
  return ENGINES.flatMap((engine) => {
    const recipes = engine.gates?.(policies) ?? [];
    return VALIDATING.has(engine) ? afterDigests(recipes, mutators) : recipes;
  });
}
