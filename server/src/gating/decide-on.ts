import type { AdmissionPod } from '../admission/admission-pod';
import { withImages } from '../admission/with-images';
import {
  failedDecision,
  type Gate,
  type GateDecision,
  type GateResult,
  type ImageDecision,
  NOT_FILLED_IN,
} from './gate';
import { withAdded } from './with-added';

/**
 * The decision of a gate on a pod. If mutators or builds change an image first, or make it later, the decision on the
 * image is unknown, whatever the gate decides; gates do not handle this. A decision that the gate skips the list of the
 * image stays.
 */
export function decideOn(gate: Gate, pod: AdmissionPod): GateDecision {
  let decision: GateDecision;
  try {
    decision = withAdded(gate.decide(pod), pod, (grown) => gate.decide(grown));
  } catch (error) {
    return failedDecision(error);
  }
  if (!pod.hasUnknown) return decision;
  const images = decision.images.map((made, index): ImageDecision => {
    const seen = pod.images[index];
    if (seen?.image !== undefined || made.verdict === 'skips') return made;
    const { at: place } = made;
    const own = made.verdict === 'unknown' ? made.cause : undefined;
    const cause = seen?.doubt ?? own ?? NOT_FILLED_IN.cause;
    return { verdict: 'unknown', cause, ...(place && { at: place }) };
  });
  return { ...decision, images };
}

/**
 * The decision of a gate on a pod if it had other images.
 * @param images the replacement of each image; nothing for an image that stays
 */
export function decideWithImages({ gate, pod }: GateResult, images: readonly (string | undefined)[]): GateDecision {
  return decideOn(gate, withImages(pod, images));
}
