import type { AdmissionPod } from '../admission/admission-pod';
import type { Answer } from '../admission/answers';
import type { Cause } from '../cause/cause';
import type { Resource } from '../manifest/resource';
import type { YamlValue } from '../manifest/value';

/**
 * The decision of a gate on one image. `skips`: the gate never checks the list of the container, or images with this
 * name. `unknown`: the workspace cannot tell.
 */
export type Verdict = 'admits' | 'rejects' | 'skips' | 'unknown';

export interface ImageDecision {
  readonly verdict: Verdict;
  /** The reason: the message of the policy to users, or the unknown value. */
  readonly cause?: Cause;
  /** The part of the policy that decides. */
  readonly at?: YamlValue;
  /** Whether the gate rejects another field of the container than its image. */
  readonly isOfContainer?: boolean;
}

/** The decision of a gate on a pod. */
export interface GateDecision {
  /** Whether the gate applies to this pod, by namespace, labels, kind and exclusions. */
  readonly applies: Answer;
  /** Why the gate doesn't apply, or what is unknown. */
  readonly cause?: Cause;
  /** Whether it denies what it rejects; otherwise it only reports. */
  readonly denies: boolean;
  /** Whether every image is admitted while the gate cannot be evaluated or reached. */
  readonly failsOpen: boolean;
  /** One decision for each image of the pod, in the order of the images; none if the gate doesn't apply. */
  readonly images: readonly ImageDecision[];
  /** An error in the product: the decision is unknown. It does not affect the other gates. */
  readonly failure?: { readonly error: unknown };
}

/** A policy in force, as its engine reads it. */
export interface Gate {
  readonly engine: string;
  /** The policy itself, which findings name and point to. */
  readonly policy: Resource;
  decide(pod: AdmissionPod): GateDecision;
}

/** The decision of a gate on one of the forms that kustomizations make of a pod. */
export interface GateResult {
  readonly gate: Gate;
  readonly pod: AdmissionPod;
  readonly decision: GateDecision;
}

/** A gate and all its inputs: while the inputs stay the same, its decisions do, too. */
export interface GateRecipe {
  readonly parts: readonly object[];
  build(): Gate;
}

/**
 * The gate of a recipe. If the gate cannot be built, the result is a gate of the same policy that decides `unknown`, so
 * that findings can name the policy.
 */
export function buildGate(recipe: GateRecipe): Gate {
  try {
    return recipe.build();
  } catch (error) {
    const policy = recipe.parts.find(isResource);
    if (!policy) throw error;
    return { engine: policy.kind, policy, decide: () => failedDecision(error) };
  }
}

function isResource(part: object): part is Resource {
  return 'kind' in part && 'document' in part;
}

/** The decision of a gate that fails. */
export function failedDecision(error: unknown): GateDecision {
  return { ...notAsked('unknown', FAILED), failure: { error } };
}

const FAILED: Cause = { kind: 'internal-error' };

/** The decision of a gate on an image that a template still fills in. */
export const NOT_FILLED_IN = { verdict: 'unknown', cause: { kind: 'not-filled-in' } } as const satisfies ImageDecision;

/** The decision of a gate that looks at containers only on the image of a volume. */
export const VOLUMES_SKIPPED: ImageDecision = {
  verdict: 'skips',
  cause: { kind: 'list-not-looked-at', list: 'volumes' },
};

/** The decision on a pod without objects (see `AdmissionPod.objects`): unknown. */
export const NOT_READABLE: GateDecision = notAsked('unknown', { kind: 'manifest-incomplete' });

/** The decision of a gate that doesn't apply, or may not apply. */
export function notAsked(applies: 'no' | 'unknown', cause: Cause): GateDecision {
  return { applies, cause, denies: false, failsOpen: false, images: [] };
}
