import type { AdmissionImage, AdmissionPod } from '../../admission/admission-pod';
import { withImages } from '../../admission/with-images';
import type { Cause } from '../../cause/cause';
import { sharedBy } from '../../cause/shared';
import type { Resource } from '../../manifest/resource';
import type { Gate, GateDecision, GateRecipe, ImageDecision } from '../gate';

/** A policy that adds digests to images during mutation, before validation. */
export interface DigestMutator {
  readonly policy: Resource;
  /** The name in messages of what adds the digests, such as a field of the policy. */
  readonly name: string;
  /** Its other inputs. */
  readonly parts: readonly object[];
  /** The possible forms of an image with its digest; none if the image certainly stays the same. */
  namesOf(image: AdmissionImage, pod: AdmissionPod): readonly string[];
}

/** The gates, with the decisions that they make after policies may have added digests. */
export function afterDigests(
  recipes: readonly GateRecipe[],
  mutators: readonly DigestMutator[],
): readonly GateRecipe[] {
  if (mutators.length === 0) return recipes;
  const digests = new AddedDigests(mutators);
  const parts = mutators.flatMap((mutator) => [mutator.policy, ...mutator.parts]);
  return recipes.map((recipe) => ({
    parts: [...recipe.parts, ...parts],
    build: () => new GateAfterDigests(recipe.build(), digests),
  }));
}

/**
 * If a gate decides differently on an image with a digest, the decision is unknown: the workspace cannot tell whether
 * the image will have one.
 */
class GateAfterDigests implements Gate {
  readonly engine: string;
  readonly policy: Resource;
  readonly #gate: Gate;
  readonly #digests: AddedDigests;

  constructor(gate: Gate, digests: AddedDigests) {
    this.engine = gate.engine;
    this.policy = gate.policy;
    this.#gate = gate;
    this.#digests = digests;
  }

  decide(pod: AdmissionPod): GateDecision {
    const decision = this.#gate.decide(pod);
    const added = decision.applies === 'yes' ? this.#digests.addedTo(pod) : undefined;
    if (!added) return decision;
    const others = added.pods.map((one) => this.#gate.decide(one));
    const images = decision.images.map((own, index): ImageDecision => {
      const mutator = added.by[index];
      if (!mutator || others.every((other) => other.images[index]?.verdict === own.verdict)) return own;
      return { ...own, verdict: 'unknown', cause: mayBeAddedBy(mutator.name) };
    });
    return { ...decision, images };
  }
}

const mayBeAddedBy = sharedBy((by: string): Cause => ({ kind: 'digest-may-be-added', by }));

interface Added {
  /** For each image, the policy that may add its digest. */
  readonly by: readonly (DigestMutator | undefined)[];
  /** The pod with the digests, once for each possible form. */
  readonly pods: readonly AdmissionPod[];
}

/** The digests that policies add, computed once for all gates. */
class AddedDigests {
  readonly #mutators: readonly DigestMutator[];
  readonly #known = new WeakMap<AdmissionPod, Added | 'none'>();

  constructor(mutators: readonly DigestMutator[]) {
    this.#mutators = mutators;
  }

  addedTo(pod: AdmissionPod): Added | undefined {
    let added = this.#known.get(pod);
    if (!added) {
      added = this.#find(pod) ?? 'none';
      this.#known.set(pod, added);
    }
    return added === 'none' ? undefined : added;
  }

  #find(pod: AdmissionPod): Added | undefined {
    const found = pod.images.map((image) =>
      this.#mutators
        .map((mutator) => ({ by: mutator, names: mutator.namesOf(image, pod) }))
        .find(({ names }) => names.length > 0),
    );
    const ways = Math.max(0, ...found.map((one) => one?.names.length ?? 0));
    if (ways === 0) return undefined;
    const pods = Array.from({ length: ways }, (_, way) =>
      withImages(
        pod,
        found.map((one) => one?.names[way] ?? one?.names[0]),
      ),
    );
    return { by: found.map((one) => one?.by), pods };
  }
}
