import { isArray, isObject, type Json, type JsonObject, jsonAt } from '../manifest/json';
import type { Resource } from '../manifest/resource';
import type { Gate, GateDecision, GateRecipe, ImageDecision } from './gate';
import type { AdmittedObject, GatedImage, GatedPod } from './gated-pod';

/** A policy that adds digests to images while objects may still be changed: before others validate them. */
export interface DigestMutator {
  readonly policy: Resource;
  /** What else it depends on. */
  readonly parts: readonly object[];
  /** How an image may be written with its digest; nothing where it surely stays as it is. */
  namesOf(image: GatedImage, pod: GatedPod): readonly string[];
}

/** The gates as they decide after some policies may have added digests. */
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

/** Where a gate decides otherwise about an image with a digest, nobody knows whether it will have one by then. */
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

  decide(pod: GatedPod): GateDecision {
    const decision = this.#gate.decide(pod);
    const added = decision.applies === 'yes' ? this.#digests.addedTo(pod) : undefined;
    if (!added) return decision;
    const others = added.pods.map((one) => this.#gate.decide(one));
    const images = decision.images.map((own, at): ImageDecision => {
      const mutator = added.by[at];
      if (!mutator || others.every((other) => other.images[at]?.verdict === own.verdict)) return own;
      const reason = `\`mutateDigest\` of ${mutator.kind}/${mutator.name ?? ''} may add the digest first`;
      return { ...own, verdict: 'unknown', reason };
    });
    return { ...decision, images };
  }
}

interface Added {
  /** For each image, the policy that may add its digest. */
  readonly by: readonly (Resource | undefined)[];
  /** The pod with the digests, in each way in which they may be written. */
  readonly pods: readonly GatedPod[];
}

/** The digests that policies add, told once for all gates. */
class AddedDigests {
  readonly #mutators: readonly DigestMutator[];
  readonly #known = new WeakMap<GatedPod, Added | 'none'>();

  constructor(mutators: readonly DigestMutator[]) {
    this.#mutators = mutators;
  }

  addedTo(pod: GatedPod): Added | undefined {
    let added = this.#known.get(pod);
    if (!added) {
      added = this.#find(pod) ?? 'none';
      this.#known.set(pod, added);
    }
    return added === 'none' ? undefined : added;
  }

  #find(pod: GatedPod): Added | undefined {
    const found = pod.images.map((image) =>
      this.#mutators
        .map((mutator) => ({ by: mutator.policy, names: mutator.namesOf(image, pod) }))
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

/** @param images what to put in the place of each image; nothing where it stays */
function withImages(pod: GatedPod, images: readonly (string | undefined)[]): GatedPod {
  return {
    ...pod,
    images: pod.images.map((image, at) => ({ ...image, image: images[at] ?? image.image })),
    objects: pod.objects.map((object) => withImagesIn(object, pod.images, images)),
  };
}

function withImagesIn(
  object: AdmittedObject,
  containers: readonly GatedImage[],
  images: readonly (string | undefined)[],
): AdmittedObject {
  const data = containers.reduce<Json>((so, { list, index }, at) => {
    const image = images[at];
    const lists = jsonAt(so, ...object.podSpec, list);
    const own = jsonAt(lists, index);
    if (image === undefined || !isArray(lists) || !isObject(own)) return so;
    return replaceAt(so, [...object.podSpec, list], lists.with(index, { ...own, image }));
  }, object.data);
  return { ...object, data: isObject(data) ? data : object.data };
}

function replaceAt(data: Json, [step, ...rest]: readonly string[], value: Json): Json {
  if (step === undefined) return value;
  const object: JsonObject = isObject(data) ? data : {};
  return { ...object, [step]: replaceAt(object[step] ?? {}, rest, value) };
}
