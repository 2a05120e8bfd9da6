import type { Resource } from '../manifest/resource';
import type { YamlValue } from '../manifest/value';
import type { GatedPod } from './gated-pod';

/** Three-valued: what can't be known from the workspace is never taken for a yes or a no. */
export type Answer = 'yes' | 'no' | 'unknown';

/**
 * What a gate makes of one image. `skips`: it never looks at the list that the container is in, or at images that are
 * called so; `unknown`: it can't be told from the workspace.
 */
export type Verdict = 'admits' | 'rejects' | 'skips' | 'unknown';

export interface ImageDecision {
  readonly verdict: Verdict;
  /** Why, as a clause without a full stop: what the policy says to whom it refuses, or what is unknown. */
  readonly reason?: string;
  /** The part of the policy that decides. */
  readonly at?: YamlValue;
  /** Whether it is something else of the container than its image. */
  readonly isOfContainer?: boolean;
}

/** What a gate makes of a pod. */
export interface GateDecision {
  /** Whether the gate is asked about this pod, by its namespace, labels, kind and exclusions. */
  readonly applies: Answer;
  /** Why it isn't, or what can't be known, as a clause without a full stop. */
  readonly reason?: string;
  /** Whether what it rejects is refused: otherwise it is only reported. */
  readonly denies: boolean;
  /** Whether everything is admitted while the gate can't be evaluated or reached. */
  readonly failsOpen: boolean;
  /** For each of the pod's images, in their order; none where it doesn't apply. */
  readonly images: readonly ImageDecision[];
}

/** A policy in force, as its engine reads it. */
export interface Gate {
  readonly engine: string;
  /** The policy itself: what findings name and point to. */
  readonly policy: Resource;
  decide(pod: GatedPod): GateDecision;
}

/**
 * What a gate makes of a pod. Nothing is said of images that gates see otherwise than they are written, or not yet: that
 * they are in a list that the gate never looks at, it knows anyway.
 */
export function decideOn(gate: Gate, pod: GatedPod): GateDecision {
  const decision = gate.decide(pod);
  if (!pod.hasUnknown) return decision;
  const images = decision.images.map((made, at): ImageDecision => {
    const seen = pod.images[at];
    if (seen?.image !== undefined || made.verdict === 'skips') return made;
    const { at: place } = made;
    const own = made.verdict === 'unknown' ? made.reason : undefined;
    const reason = seen?.doubt ?? own ?? 'the image is still to be filled in';
    return { verdict: 'unknown', reason, ...(place && { at: place }) };
  });
  return { ...decision, images };
}

/** What a gate makes of a pod in one of the forms that kustomizations give it. */
export interface PodDecision {
  readonly gate: Gate;
  readonly pod: GatedPod;
  readonly decision: GateDecision;
}

/** A gate, and all that it is made from: as long as these are the same, so are its decisions. */
export interface GateRecipe {
  readonly parts: readonly object[];
  build(): Gate;
}

/** Why nothing can be said of a pod without objects (see `GatedPod.objects`). */
export const NOT_READABLE = 'the manifest is not complete, or a template still has to fill something in';

/** The decision of a gate that isn't asked, or of which that can't be known. */
export function notAsked(applies: 'no' | 'unknown', reason: string): GateDecision {
  return { applies, reason, denies: false, failsOpen: false, images: [] };
}
