import { newConstraint } from './new-gate/gatekeeper';
import { newClusterPolicy } from './new-gate/kyverno';
import { newAdmissionPolicy } from './new-gate/validating-admission-policy';
import { usedPlaces } from './used-places';

/**
 * The engines that a gate can be written for, as users know them. A gate of sigstore's isn't written: whose signatures
 * count is known to nobody here, and what is made up would look as if somebody had decided it, or refuse everything.
 */
export const NEW_GATE_ENGINES = ['ValidatingAdmissionPolicy', 'Kyverno', 'Gatekeeper'] as const;
export type NewGateEngine = (typeof NEW_GATE_ENGINES)[number];

const WRITERS = {
  ValidatingAdmissionPolicy: newAdmissionPolicy,
  Kyverno: newClusterPolicy,
  Gatekeeper: newConstraint,
};

const NAME = 'image-gate';

/**
 * A policy that admits images from the places that some images are from, and no others: in every list of containers, of
 * pods and of what makes pods, when they are created and when they are changed.
 * @param name of the policy; two of one name would replace each other in the cluster
 * @returns YAML, or `undefined` where no image tells a place
 */
export function newGate(engine: NewGateEngine, images: readonly string[], name = NAME): string | undefined {
  const places = usedPlaces(images);
  return places.length === 0 ? undefined : WRITERS[engine]({ name, places, images });
}

/** A name for the file of a new gate that no file has: `image-gate.yaml`, `image-gate-2.yaml`, and so on. */
export function newGateFileName(isTaken: (name: string) => boolean): string {
  for (let at = 1; ; at++) {
    const name = `${NAME}${at === 1 ? '' : `-${at}`}.yaml`;
    if (!isTaken(name)) return name;
  }
}
